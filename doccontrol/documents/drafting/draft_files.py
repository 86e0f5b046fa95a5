"""The files of a draft: opened by those who write and judge it, and known by their hash from the
saving of the draft to its issue. What was seen is what is issued."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from doccontrol.documents.refusals import FileChanged, FileNotRecorded, UnfitFile
from doccontrol.office_files.asking import fault_in
from doccontrol.organisation.accounts.roles import Role, has_role

if TYPE_CHECKING:
    from doccontrol.documents.drafting.draft import Draft, DraftFile

# Roles that look into every draft; others see those that they may edit or are to judge.
LOOKING = (Role.SECRETARY, Role.WORKING_GROUP, Role.APPROVER, Role.AUDITOR)
URL_NAME = "draft_file"
_PIECE = 2**20


def hash_of(file: Any) -> str:
    """The SHA-256 of what a field's ``file`` holds; "" if storage has lost it."""
    if not file._committed:
        file.seek(0)
        digest = _digest(file)
        file.seek(0)
        return digest
    try:
        with file.storage.open(file.name) as opened:
            return _digest(opened)
    except FileNotFoundError:
        return ""


def _digest(opened: Any) -> str:
    digest = hashlib.sha256()
    while chunk := opened.read(_PIECE):
        digest.update(chunk)
    return digest.hexdigest()


def as_judged(draft: Draft) -> list[tuple[str, str, bytes]]:
    """(title, name, bytes) of each file, the very bytes with which the draft was saved.

    Raises FileNotRecorded, FileChanged.
    """
    return [
        (named.title, named.file.name, _bytes_of(named))
        for named in draft.files_to_freeze()
        if named.file
    ]


def _bytes_of(named: DraftFile) -> bytes:
    name = name_of(named.file)
    if not named.sha256:
        raise FileNotRecorded(name)
    try:
        with named.file.storage.open(named.file.name) as opened:
            data = bytes(opened.read())
    except FileNotFoundError as error:
        raise FileChanged(name) from error
    if hashlib.sha256(data).hexdigest() != named.sha256:
        raise FileChanged(name)
    return data


def check_files(draft: Draft) -> None:
    """Raises UnfitFile for a file that would not be let in today, and what ``as_judged`` raises."""
    as_judged(draft)
    for named in draft.files_to_freeze():
        if not named.file:
            continue
        with named.file.storage.open(named.file.name) as opened:
            fault = fault_in(opened, named.file.name)
        if fault is not None:
            raise UnfitFile(name_of(named.file), fault.sentence)


def frozen_name(code: str, name: str) -> str:
    """Named by its code, whatever the author's file was called."""
    return f"{code.replace('/', '-')}.{name.rsplit('.', 1)[-1].lower()}"


def name_of(file: Any) -> str:
    return str(file.name).rsplit("/", 1)[-1]


def url_of(draft: Draft, sha256: str) -> str:
    """Where the file is opened; "" as long as the draft is not saved with it."""
    return reverse(URL_NAME, args=[draft.pk, sha256]) if draft.pk and sha256 else ""


def may_see(person: Any, page: Draft) -> bool:
    """Whether ``person`` writes, judges or oversees the drafts of ``page``."""
    if not person.is_authenticated or not person.is_active:
        return False
    if person.is_superuser or has_role(person, *LOOKING):
        return True
    task = page.current_workflow_task
    judges = task is not None and task.user_can_access_editor(page, person)
    return judges or bool(page.permissions_for_user(person).can_edit())
