"""The agency of the demonstration: settings, units, people in posts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from wagtail.models import Site

from doccontrol.models import AgencySettings, Person, Post, SigningAssignment, Unit
from doccontrol.organisation.accounts.roles import Role

PASSWORD = "hieuluc-2026"  # noqa: S105 - printed on the screen; the demonstration has no secrets


def load_agency(record: dict[str, Any]) -> None:
    site = Site.objects.get(is_default_site=True)
    address = urlsplit(settings.SITE_BASE_URL)
    site.hostname, site.port = address.hostname or "localhost", address.port or 80
    site.site_name = record["name"]
    site.save()
    agency = AgencySettings.for_site(site)
    for name in ("name", "superior_body", "place", "standard", "standard_edition"):
        setattr(agency, name, record[name])
    agency.save()
    units = load_units(record["units"])
    load_people(record["people"], units)


def load_units(records: list[dict[str, Any]]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for place, record in enumerate(records):
        units[record["code"]] = Unit.objects.create(
            code=record["code"],
            name=record["name"],
            valid_from=_day(record.get("valid_from")),
            valid_until=_day(record.get("valid_until")),
            sort_order=place,
            is_leadership=record.get("is_leadership", False),
        )
    for record in records:
        if record.get("successor"):
            unit = units[record["code"]]
            unit.successor = units[record["successor"]]
            unit.save()
    return units


def load_people(records: list[dict[str, Any]], units: dict[str, Unit]) -> None:
    password = make_password(PASSWORD)  # once: hashing is meant to be slow
    for record in records:
        person = Person.objects.create(
            username=record["username"],
            last_name=record["last_name"],
            first_name=record["first_name"],
            email=record["email"],
            password=password,
            is_superuser=record.get("administrator", False),
        )
        roles = [Role[role.upper()].value for role in record["roles"]]
        person.groups.set(Group.objects.filter(name__in=roles))
        for post in record["posts"]:
            Post.objects.create(
                person=person,
                unit=units[post["unit"]],
                title=post["title"],
                is_head=post["is_head"],
                held_from=date.fromisoformat(post["from"]),
                held_until=_day(post["until"]),
            )
        for signs in record.get("signs", []):
            SigningAssignment.objects.create(
                person=person,
                **{name: signs[name] for name in ("capacity", "on_behalf_of", "title", "scope")},
                decision_number=signs["decision_number"],
                decided_on=date.fromisoformat(signs["decided_on"]),
                held_from=date.fromisoformat(signs["from"]),
                held_until=_day(signs["until"]),
            )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
