"""A round across its schools: plan, status, invitations, agreements, a new round, watching."""
