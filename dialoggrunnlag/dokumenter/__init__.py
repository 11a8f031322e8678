"""A school's files, made from the project's templates: chain, states, calendars, e-mail, PDFs."""
