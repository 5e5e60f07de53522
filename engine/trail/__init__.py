"""Decision to reader: the trail as numbered steps, the decision as JSON, and as text in Norwegian and English."""
