"""How many letters a second leave, durably accounted for, and what happens when those who take them misbehave."""
