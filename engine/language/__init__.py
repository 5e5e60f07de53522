"""Text to model: located YAML, diagnostics, building and checking of vocabulary, law versions, cases and suites."""
