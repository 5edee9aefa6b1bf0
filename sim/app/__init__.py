"""The page for people who never open a terminal twice: its answers, its server, its class."""
