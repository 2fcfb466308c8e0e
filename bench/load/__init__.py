"""A load generator of our own: raw sockets, every status read, every answer read whole."""
