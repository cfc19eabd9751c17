"""One screen question, one file."""
