"""What measures the house and fills it with made-up rows: nothing that serves a page uses it."""
