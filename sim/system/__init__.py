"""System: what the program asks of the machine it runs on: files, caches, streams, and text that is safe to show."""
