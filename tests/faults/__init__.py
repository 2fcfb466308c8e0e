"""What breaks, broken on purpose: one module for each family of faults. ``make test-faults`` runs the long form."""
