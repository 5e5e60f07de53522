"""Tools for rule authors: regression suites and the coverage of the law."""
