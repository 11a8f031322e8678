"""``python -m dialoggrunnlag`` is the same as ``dialog``."""

from .cli import main

main()
