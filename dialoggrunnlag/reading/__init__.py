"""Where things are, and the YAML files as a checked model; every problem with its place."""
