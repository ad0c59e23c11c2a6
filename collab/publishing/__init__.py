"""What anybody reads who has a public link."""
