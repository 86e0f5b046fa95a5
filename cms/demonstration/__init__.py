"""The demonstration agency: files in ``fixtures/`` become rows by the same actions that users' clicks
call. Its dates are real; nothing shifts with the day on which it is loaded."""
