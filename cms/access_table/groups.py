"""What a person expects of every address: rows by the names of views, in groups that belong
together. Nothing here is asked of the code; ``tests/access`` compares the two.

A row for a new address is one line in ``portal``, ``pages`` or ``chapters``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cms.access_table.visitors import Visitor, Visitors

NOBODY: Visitors = frozenset()
EVERYBODY: Visitors = frozenset(Visitor)
ADMINISTRATOR = frozenset({Visitor.ADMINISTRATOR})
PEOPLE = EVERYBODY - {Visitor.STRANGER, Visitor.DEACTIVATED}
AUTHORS = PEOPLE - {Visitor.AUDITOR}
SECRETARY = ADMINISTRATOR | {Visitor.SECRETARY}
# Everybody of the agency but plain staff.
OVERSEERS = PEOPLE - {Visitor.STAFF}
REGISTER_KEEPERS = SECRETARY | {Visitor.WORKING_GROUP}
INSPECTORS = REGISTER_KEEPERS | {Visitor.AUDITOR}
WITH_EVIDENCE = OVERSEERS - {Visitor.HEAD}


@dataclass(frozen=True, slots=True)
class Row:
    """``names`` are names of views with their namespaces, or an address (from "/") where the view
    has none; a last ``*`` stands for any ending, and the longest name that fits decides.

    ``reads`` may GET (and HEAD), ``writes`` may POST; ``others`` says who may use a further
    method. What else there is of methods is answered by nobody.
    """

    names: tuple[str, ...]
    reads: Visitors
    writes: Visitors = NOBODY
    others: dict[str, Visitors] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """``why`` says what the rows have in common, for whoever reviews them."""

    name: str
    why: str
    rows: tuple[Row, ...]


def row(
    *names: str, reads: Visitors = NOBODY, writes: Visitors = NOBODY, **others: Visitors
) -> Row:
    return Row(names, reads, writes, others)
