"""Pages for the public, kept as they were drawn while nothing in them can differ."""
