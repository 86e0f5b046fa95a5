"""The demonstration agency: files in ``fixtures/`` become rows by the actions that clicks call.

Its dates are real; nothing shifts with the day on which it is loaded.
"""
