"""Routes from the request for people to their last day, and of the personnel file."""
