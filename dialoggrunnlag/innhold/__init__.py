"""One school's content: the names that a template may use, each described once."""
