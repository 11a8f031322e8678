"""What goes wrong by hand, found by small named checks; a project looked through."""
