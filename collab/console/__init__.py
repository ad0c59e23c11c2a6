"""The pages from which coordinators run a cooperation."""
