"""Orders: they come in from the shops, are reviewed, and live until they are completed."""
