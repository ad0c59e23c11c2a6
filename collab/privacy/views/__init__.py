"""Pages of data protection: one's own data, and what is kept for how long."""

from collab.privacy.views import account, operators, retention

__all__ = ["account", "operators", "retention"]
