"""Mails: written in the language of whoever gets them, sent after the commit."""
