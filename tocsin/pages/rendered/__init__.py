"""One module for each kind of page: what it becomes in the window."""
