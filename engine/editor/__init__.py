"""Help in an editor: what is wrong, what a name means, where it is declared and used, and a new name for it."""
