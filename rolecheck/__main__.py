"""``python -m rolecheck``."""

from rolecheck.cli.main import main

if __name__ == "__main__":
    main()
