"""``python -m dialoggrunnlag`` is the same as ``dialog``."""

import gc

# For the whole run, and before anything is loaded: looking for garbage takes a tenth of the time
# of a run, which ends before there is much of it
gc.disable()

try:
    from .cli.app import main
except KeyboardInterrupt:  # Ctrl-C before there is anybody to take it: no traceback
    raise SystemExit(130) from None

if __name__ == "__main__":
    main()
