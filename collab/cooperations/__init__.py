"""The tenant: cooperations, their delegations, members and roles."""
