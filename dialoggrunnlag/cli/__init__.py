"""The command line: one module a command; the only place that knows Typer, prints and exits."""
