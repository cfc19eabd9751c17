"""What every service would otherwise repeat. No business word lives here."""
