"""``python -m mentormatch`` is the same as ``mentormatch``."""

from mentormatch.cli import main

if __name__ == "__main__":
    main()
