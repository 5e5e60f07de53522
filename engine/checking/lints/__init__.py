"""Lints: what is doubtful in rule files that can be used, found without a solver, from the text and the model alone; one a module."""
