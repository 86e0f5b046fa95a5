"""Logging in: how often it may be tried, on which device, how long it lasts, and its record."""
