"""Tells people what concerns them: bell, mail, daily digest."""
