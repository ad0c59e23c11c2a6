"""How people come into a cooperation."""
