"""The room of a class: groups play a state each from their phones, a teacher leads from a wall."""
