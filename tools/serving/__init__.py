"""Measurements of the whole site as it is served: processes, sockets, memory."""
