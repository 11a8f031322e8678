"""Beginnings: a new project, what comes with the program, and templates brought up to date."""
