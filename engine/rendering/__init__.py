"""Decision to reader: one report in nb and en, written out for the terminal, Markdown, HTML and the letter."""
