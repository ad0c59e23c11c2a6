"""A demonstration: invented people of three cooperations, their meetings and minutes."""

from collab.demo.accounts import DemoAccount, demo_people
from collab.demo.people import DEMO_PASSWORD

__all__ = ["DEMO_PASSWORD", "DemoAccount", "demo_people"]
