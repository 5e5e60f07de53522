"""Flaws: what only a solver finds in the rules of a law; one kind a module, or one way of asking."""
