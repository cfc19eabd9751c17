"""Messages: one file a sending service."""
