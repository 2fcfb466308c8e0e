"""The demo's mailbox: an SMTP server that keeps every mail, and a page to read them. For the demo and tests only."""
