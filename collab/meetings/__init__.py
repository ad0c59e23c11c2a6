"""Meetings, their agenda and attendance."""
