"""Regression suites: run, measured, and tried on mutants of the law."""
