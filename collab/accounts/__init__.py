"""People, sign-in, sessions and preferences; global, not per cooperation."""
