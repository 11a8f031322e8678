"""dialog: Word documents for a county's yearly development dialogues, made from YAML."""

__version__ = "0.2.0"
