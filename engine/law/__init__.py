"""Law versions: their compiled form, the choice of law per topic, digests and the comparison of two versions."""
