"""From the request for people to their last day, and what is kept of them meanwhile (rules ORG-3, ORG-4, ORG-6, ORG-12)."""
