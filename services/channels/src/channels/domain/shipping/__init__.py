"""One file a platform: how its shop is told of a shipment, and how one reads back whether it knows already."""
