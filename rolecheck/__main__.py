"""``python -m rolecheck``."""

from rolecheck.cli.entry import main

if __name__ == "__main__":
    main()
