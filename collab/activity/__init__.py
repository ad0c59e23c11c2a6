"""What happened: the rows that the activity log, notifications and listeners feed on."""
