"""What an uploaded file really is, looked at before anybody believes it."""
