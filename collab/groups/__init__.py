"""Working groups and who is in them."""
