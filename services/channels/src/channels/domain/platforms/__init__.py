"""One file a platform: its states, units, times and wrappers, turned into our words."""
