"""Designed experiments: many runs over many settings, kept in a folder that survives a kill, and what they say."""
