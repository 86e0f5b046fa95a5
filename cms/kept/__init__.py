"""Pages for the public, and pages of one person, kept as they were drawn while nothing in them can
differ."""
