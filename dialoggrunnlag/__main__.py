"""``python -m dialoggrunnlag`` is the same as ``dialog``."""

from .cli.app import main

main()
