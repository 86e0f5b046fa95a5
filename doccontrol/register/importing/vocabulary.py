"""The kinds of text and issuers that an import meets, looked up or registered as it goes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doccontrol.folding import fold
from doccontrol.register.issuer_names import IssuerNames, name_key
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.reference import reference_rows

LONGEST_STORED = 200


class Vocabulary:
    """Known first from the database, then from the reference files. ``warnings`` gathers what a
    person should look at."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self._types = {fold(kind.name): kind for kind in LegalType.objects.all()}
        self._issuers = {name_key(issuer.name): issuer for issuer in Issuer.objects.all()}
        self._reference = {name_key(row["name"]): row for row in reference_rows("issuers")}
        self._names = IssuerNames(
            [issuer.name for issuer in self._issuers.values()]
            + [row["name"] for row in self._reference.values()]
        )

    def type(self, name: str) -> LegalType:
        """The kind of this name. An unknown one is registered as not normative: whether it starts
        clocks is for a person to say."""
        if (kind := self._types.get(fold(name))) is None:
            row = next(
                (row for row in reference_rows("legal_types") if fold(row["name"]) == fold(name)),
                None,
            )
            if row is None:
                self.warnings.append(
                    _(
                        "Type of text “{name}” was unknown and is now registered as not normative."
                    ).format(name=name)
                )
                row = {"name": name, "abbreviation": "", "rank": 999, "normative": False}
            kind = self._types[fold(name)] = LegalType.objects.create(
                name=row["name"],
                abbreviation=row["abbreviation"],
                rank=row["rank"],
                is_normative=row["normative"],
            )
        return kind

    def issuers(self, text: str) -> list[Issuer]:
        """The bodies named, the first one first; none for an empty text. Raises ValueError."""
        return [self._issuer(name) for name in self._names.split(text)]

    def _issuer(self, name: str) -> Issuer:
        key = name_key(name)
        if (issuer := self._issuers.get(key)) is None:
            if len(name) > LONGEST_STORED:
                raise ValueError(_("“{name}” is no name of an issuer.").format(name=name))
            row = self._reference.get(key)
            issuer = self._issuers[key] = Issuer.objects.create(
                name=row["name"] if row else name,
                abbreviations=row["abbreviations"] if row else [],
            )
            self._names.add(name)
        return issuer
