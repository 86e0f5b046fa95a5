"""Marks source strings for the catalogue, as Django's own mark does; but that one asks for
settings, and the process in which files are read has none."""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    return message
