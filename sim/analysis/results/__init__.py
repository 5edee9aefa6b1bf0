"""Results: what is kept in folders: listed, exported, drawn for a paper, archived, verified."""
