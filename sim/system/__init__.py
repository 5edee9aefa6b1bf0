"""System: what the program asks of the machine: files, caches, streams, text safe to show."""
