"""How a cooperation comes into being: proposed, agreed by its partners, opened."""
