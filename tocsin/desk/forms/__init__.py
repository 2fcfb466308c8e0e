"""What staff type in. A form knows the shape of its fields; whether something may be done, the actions know."""
