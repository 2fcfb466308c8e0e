"""How many signatures a second are taken in durably, and how many are acted on."""
