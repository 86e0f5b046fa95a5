"""Which registered text a reference means: that one, several it may be, or none.

A fixed number of queries, however many references.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Q
from django.utils.functional import cached_property

from doccontrol.folding import fold
from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, parse_number
from doccontrol.register.models.texts import LegalText

# Types of which a text is cited by its name; all other types are cited by number.
NAMED_TYPES = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")
# So many numbers that nobody registered are looked for under another spelling.
MOST_RESPELT = 50
_TYPE = re.compile(r"(?:hien phap|bo luat|luat|phap lenh)(?: |$)")
_LAWYERS = re.compile(r"luat su(?: |$)")
_OFFICE = re.compile(r"^(?:bo truong|chu tich|thu truong|chu nhiem|tong giam doc|giam doc) ")


class Sought(Protocol):
    """What is known of the text that is looked for: a ``Reference`` or a ``FoundRelation``."""

    @property
    def number(self) -> LegalNumber | None: ...
    @property
    def name(self) -> str: ...
    @property
    def issued(self) -> date | None: ...
    @property
    def year(self) -> int | None: ...
    @property
    def issuer(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """``text`` if there is no doubt. Else ``candidates`` for a person to choose from, best first;
    without any, the text is not registered."""

    text: LegalText | None = None
    candidates: tuple[LegalText, ...] = ()

    @property
    def is_registered(self) -> bool:
        return self.text is not None or bool(self.candidates)


def match(sought: Sequence[Sought]) -> list[Match]:
    """What each reference means, in order; texts come with their type, issuer and effects.

    A number is the text's own unless the day or the issuer beside it say otherwise. A number
    without a year recurs every year, so it needs the day. A number spelt nearly alike, and a name
    without its year where several laws had it, only give candidates. Five queries at most.
    """
    register = _Register(sought)
    return [register.match(reference) for reference in sought]


class _Register:
    """The registered texts that the references may mean."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self.sought = sought

    def match(self, sought: Sought) -> Match:
        if sought.number is None:
            return self._named(sought)
        texts = self.by_number.get(sought.number.normalised, [])
        if not texts:
            return Match(candidates=tuple(self.respelt.get(sought.number.loose_key, ())))
        fitting = [text for text in texts if _fits(text, sought)]
        if len(fitting) == 1 and (sought.number.has_year or _is_of_the_day(fitting[0], sought)):
            return Match(fitting[0])
        return Match(candidates=tuple(fitting or texts))

    def _named(self, sought: Sought) -> Match:
        keys = self.keys_by_name.get(bare_name(sought.name), [])
        texts = [self.by_key[key] for key in keys if key in self.by_key]
        of_the_year = [text for text in texts if _may_be_of_the_year(text, sought)]
        sure = [text for text in of_the_year if text.issued or not (sought.issued or sought.year)]
        if len(of_the_year) == 1 and sure:
            return Match(of_the_year[0])
        newest_first = sorted(of_the_year, key=lambda text: text.issued or date.min, reverse=True)
        return Match(candidates=tuple(newest_first))

    @cached_property
    def keys_by_name(self) -> dict[str, list[int]]:
        """Keys of the registered laws of each name that is sought."""
        names = {bare_name(reference.name) for reference in self.sought if reference.number is None}
        names.discard("")
        if not names:
            return {}
        laws = LegalText.objects.filter(type__name__in=NAMED_TYPES)
        keys: dict[str, list[int]] = defaultdict(list)
        for key, kind, subject in laws.values_list("pk", "type__name", "subject"):
            for name in {bare_name(f"{kind} {subject}"), bare_name(subject)} & names:
                keys[name].append(key)
        return keys

    @cached_property
    def texts(self) -> list[LegalText]:
        numbers = {reference.number.normalised for reference in self.sought if reference.number}
        keys = {key for keys in self.keys_by_name.values() for key in keys}
        if not numbers and not keys:
            return []
        texts = LegalText.objects.filter(Q(number__in=numbers) | Q(pk__in=keys))
        return list(texts.with_type().with_effects())

    @cached_property
    def by_key(self) -> dict[int, LegalText]:
        return {text.pk: text for text in self.texts}

    @cached_property
    def by_number(self) -> dict[str, list[LegalText]]:
        return _grouped((text.number, text) for text in self.texts)

    @cached_property
    def respelt(self) -> dict[str, list[LegalText]]:
        """Texts whose numbers differ from one that nobody registered in marks and separators."""
        unknown = [reference.number for reference in self.sought if reference.number]
        missing = {number.loose_key: number for number in unknown
                   if number.normalised not in self.by_number}  # fmt: skip
        condition = Q(pk__in=())
        for number in list(missing.values())[:MOST_RESPELT]:
            year, ordinal, _symbol = number.sort_key.split(" ", 2)
            condition |= Q(sort_key__startswith=f"{year} {ordinal} ")
        near = LegalText.objects.filter(condition).with_type().with_effects() if missing else []
        return _grouped((key, text) for text in near if (key := _loose_key(text.number)) in missing)


def bare_name(name: str) -> str:
    """A law's name as it is compared: folded, without its type in front and without commas."""
    words = " ".join(re.findall(r"\w+", fold(name)))
    kind = _TYPE.match(words)
    if kind is None:
        return words
    if kind[0].strip() == "hien phap":
        return "hien phap"
    # The register may say the type again, "Luật: Luật Quản lý thuế"; "Luật Luật sư" means it.
    rest = words[kind.end() :]
    if rest.startswith(kind[0]) and not _LAWYERS.match(rest):
        rest = rest.removeprefix(kind[0])
    return f"{kind[0].strip()} {rest}".strip()


def _fits(text: LegalText, sought: Sought) -> bool:
    """Whether neither the day nor the issuer beside the reference speaks against the text."""
    if sought.issued and text.issued and sought.issued != text.issued:
        return False
    if not sought.issuer or text.issuer is None:
        return True
    cited, known = _office(sought.issuer), _office(text.issuer.name)
    return cited in known or known in cited


def _is_of_the_day(text: LegalText, sought: Sought) -> bool:
    return sought.issued is not None and sought.issued == text.issued


def _may_be_of_the_year(text: LegalText, sought: Sought) -> bool:
    if text.issued is None:
        return True
    if sought.issued is not None:
        return text.issued == sought.issued
    return sought.year in {None, text.issued.year}


def _office(name: str) -> str:
    """Of a minister, the ministry."""
    return _OFFICE.sub("", fold(name))


def _loose_key(number: str) -> str:
    try:
        return parse_number(number).loose_key
    except NotALegalNumber:
        return ""


def _grouped(pairs: Iterable[tuple[str, LegalText]]) -> dict[str, list[LegalText]]:
    groups: dict[str, list[LegalText]] = defaultdict(list)
    for key, text in pairs:
        groups[key].append(text)
    return groups
