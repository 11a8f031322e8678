"""``python -m dialoggrunnlag`` is the same as ``dialog``."""

import gc

gc.disable()  # before anything is loaded, which leaves no garbage worth looking for

from .cli.app import main  # noqa: E402

if __name__ == "__main__":
    main()
