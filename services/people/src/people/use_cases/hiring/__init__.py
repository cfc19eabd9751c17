"""From the request for people to their last day: one verb a file."""
