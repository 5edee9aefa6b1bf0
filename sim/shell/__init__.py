"""Shell: what all commands share: options, opening what is named, computing, endings."""
