"""``python -m sim`` is the command line."""

from .cli import main

main()
