"""``python -m dialoggrunnlag`` is the same as ``dialog``."""

import gc

# For the whole run, and before anything is loaded: looking for garbage takes a tenth of the time
# of a run, which ends before there is much of it
gc.disable()

from .cli.app import main  # noqa: E402

if __name__ == "__main__":
    main()
