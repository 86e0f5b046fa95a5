"""What people type and send, before it reaches a row: control characters, keys of rows."""
