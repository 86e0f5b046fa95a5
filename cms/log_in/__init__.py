"""Logging in: how often it may be tried, by which device, how long it lasts, and the record of it."""
