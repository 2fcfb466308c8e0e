"""Tocsin, the urgent-action platform for human-rights organisations."""

__version__ = "0.1.0"
