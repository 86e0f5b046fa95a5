"""Durable work: what is owed (``outbox``), who does it (``working``), the sign of life of whoever
does it (``lease``), and the screen where a failed job is seen and tried again."""
