"""dialog: Word documents for a school owner's dialogues with its schools, made from YAML."""

__version__ = "0.2.0"
