"""The desk's screens: each parses, calls one action or query, and renders."""
