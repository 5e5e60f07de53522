"""Two law versions compared: by text, by meaning, for persons; and the draft of the next."""
