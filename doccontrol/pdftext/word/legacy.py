"""Old Word files (.doc) by way of LibreOffice, where there is one whose Writer can convert."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.word import docx

# LibreOffice ends with this when it has just made its profile and wants to be started again.
_START_AGAIN = 81
_MOST_STARTS = 3
# No macro runs, no link in the file is followed, and there is no way to the network.
_SETTINGS = {
    ("Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("Writer/Content/Update", "Link"): "0",
}
_PROXY = {
    "ooInetProxyType": "1",
    "ooInetHTTPProxyName": "127.0.0.1",
    "ooInetHTTPProxyPort": "9",
    "ooInetHTTPSProxyName": "127.0.0.1",
    "ooInetHTTPSProxyPort": "9",
}


def program() -> Path | None:
    """LibreOffice itself rather than the script that starts it: one process, which dies alone."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            script = Path(found).resolve()
            binary = script.with_name("soffice.bin")
            return binary if binary.exists() else script
    return None


def available() -> bool:
    """Whether Writer converts a text of ours: LibreOffice may be installed without it. Starts
    LibreOffice once for each state of its folder."""
    office = program()
    if office is None:
        return False
    try:
        return _converts(office, office.parent.stat().st_mtime_ns)
    except Unreadable:  # too slow just now: nothing to remember
        return False


@lru_cache(maxsize=1)
def _converts(office: Path, changed: int) -> bool:
    """``changed`` is when something was last installed beside it: then it is asked again."""
    with TemporaryDirectory(prefix="hieu-luc-doc-") as name:
        folder = Path(name)
        source = folder / "file.txt"
        source.write_text("Văn bản", encoding="utf-8")
        return _convert(office, source, "Text (encoded):UTF8", Limits()) is not None


def text_of(path: Path, limits: Limits) -> docx.OfficeText:
    """Return pages and notes; raises ``Unreadable`` if the file is broken or takes too long, and
    with "needs-libreoffice" where there is none or one without Writer."""
    office = program()
    if office is None:
        raise Unreadable("needs-libreoffice")
    with TemporaryDirectory(prefix="hieu-luc-doc-") as folder:
        # A name of our own: the file's may begin with a dash or be no name at all.
        source = Path(folder, "file.doc")
        shutil.copyfile(path, source)
        converted = _convert(office, source, "MS Word 97", limits)
        if converted is None:
            raise Unreadable("broken" if available() else "needs-libreoffice")
        return docx.text_of(converted, limits)


def _convert(office: Path, source: Path, reader: str, limits: Limits) -> Path | None:
    """Where the DOCX file made of ``source`` lies, None if none was made; ``reader`` is one of
    LibreOffice's import filters. Raises ``Unreadable`` if it takes too long."""
    folder = source.parent
    profile = folder / "profile"
    _write_settings(profile / "user" / "registrymodifications.xcu")
    command = [
        str(office), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--nolockcheck", f"--infilter={reader}", "--convert-to", "docx:Office Open XML Text",
        "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    for _ in range(_MOST_STARTS):
        try:
            done = subprocess.run(  # noqa: S603 (a program of this machine, no shell)
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "HOME": str(folder)},
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable("too-slow") from error
        if done.returncode != _START_AGAIN:
            break
    converted = folder / "out" / "file.docx"
    return converted if converted.exists() else None


def _write_settings(path: Path) -> None:
    stated = {(f"Office.{place}", name): value for (place, name), value in _SETTINGS.items()}
    stated |= {("Inet/Settings", name): value for name, value in _PROXY.items()}
    items = "".join(
        f'<item oor:path="/org.openoffice.{place}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for (place, name), value in stated.items()
    )
    path.parent.mkdir(parents=True)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        encoding="utf-8",
    )
