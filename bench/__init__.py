"""Repeatable load runs and what they measure. Each prints one JSON object as its last line."""
