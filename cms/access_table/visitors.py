"""Everybody who may come to the site, told apart by what they may do."""

from __future__ import annotations

from enum import StrEnum


class Visitor(StrEnum):
    """The value is what ``access_table --json`` calls them. ``DEACTIVATED`` is the session of
    a person whose account was closed after the log-in: a stranger, whatever the groups."""

    STRANGER = "stranger"
    DEACTIVATED = "deactivated"
    STAFF = "staff"
    HEAD = "head"
    WORKING_GROUP = "working_group"
    SECRETARY = "secretary"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


Visitors = frozenset[Visitor]
