"""A demonstration agency of its own, running: what the browser tests and bin/screenshots open."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "hieuluc-2026"
STARTS_WITHIN = 60  # seconds, on a busy machine
BROWSER_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Demonstration:
    """One installation in ``folder``: loaded, then served with its worker until ``stop``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def load(self, migrated: Path | None = None) -> None:
        """What ``bin/demo`` does on its first start; with less to do where a database of these
        migrations lies in ``migrated`` already."""
        if migrated and migrated.exists():
            shutil.copyfile(migrated, self.folder / "database.sqlite3")
        for command in (["migrate", "--verbosity=0"], ["demo"], ["rebuild_search"]):
            done = subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=self._environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode:
                raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-4000:]}")

    def start(self) -> None:
        """Serve; returns once the site answers. Raises RuntimeError with the log if it does not."""
        bind = f"--bind=127.0.0.1:{self.port}"
        serve = ["-m", "gunicorn", "cms.wsgi", bind, "--workers=1", "--threads=8"]
        self._run("web", [*serve, "--log-level=warning"])
        self._run("worker", ["manage.py", "work"])
        until = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self._running["web"].poll() is not None or time.monotonic() > until:
                log = (self.folder / "web.log").read_text(errors="replace")
                raise RuntimeError(f"The demonstration did not start:\n{log[-4000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        for name in list(self._running):
            self._end(name)

    @contextmanager
    def without_worker(self) -> Iterator[None]:
        """Background work waits meanwhile: PDFs are owed and not made."""
        self._end("worker")
        try:
            yield
        finally:
            self._run("worker", ["manage.py", "work"])

    def _run(self, name: str, arguments: list[str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _end(self, name: str) -> None:
        process = self._running.pop(name)
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _answers(self) -> bool:
        try:
            asked = HTTPConnection("127.0.0.1", self.port, timeout=5)
            asked.request("GET", "/khoe/")
            return asked.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False

    def _environment(self) -> dict[str, str]:
        """Nothing of the caller's settings: only where to find programs and what to write where."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "DEBUG": "false",
            "DEMONSTRATION": "true",
            "SITE_BASE_URL": self.address,
            "VAR_DIR": str(self.folder),
            "PYTHONUNBUFFERED": "1",
        }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def chromium() -> str:
    """The browser to drive. Raises LookupError with what to do if there is none."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named or "chromium")
    if found is None:
        raise LookupError(
            f"Chromium was not found ({'CHROMIUM=' + named if named else 'no chromium on PATH'}). "
            "Install it (on Debian: apt install chromium) or name it: CHROMIUM=/path/to/chromium"
        )
    return found


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium(), args=BROWSER_ARGUMENTS)


def log_in(page: Page, username: str) -> None:
    """From the log-in page to the desk."""
    page.goto("/dang-nhap/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/ban-lam-viec/")
