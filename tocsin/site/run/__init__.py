"""What the supervised processes are: `python -m tocsin.site.run.front`, `.desk`, `.worker`."""
