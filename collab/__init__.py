"""collab: a workspace for cross-border cooperations.

Empty on purpose: `collab.app.create_app` makes the application. The server patches the standard
library before anything else is imported, and the reader process must not load the web at all.
"""
