"""Nouns and their rules: true without computers."""
