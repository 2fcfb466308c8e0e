"""How many times a second the product alone answers with a campaign's page."""
