"""What holds for every text, whatever it says."""

from __future__ import annotations

import random
import subprocess
import sys
import unicodedata

import pytest

from doccontrol.lawtext.reading.fields import Known, as_json
from doccontrol.lawtext.reading.whole_text import read
from doccontrol.pdftext.pages import Page, TextSource, Word
from tests.counting import calls
from tests.doccontrol.lawtext.reading.test_letterheads import LETTERHEADS
from tests.house import ROOT, queries_and_clocks
from tools.synthetic.worst_texts import READING_PIECES, repeated

FIELDS = (
    "number", "type", "issuer", "issued", "subject", "signer", "effective", "applied_from",
    "expires", "basis",
)  # fmt: skip
SPLINTERS = ["\n", "Số: ", "ngày ", "“", '"', "|", " " * 30, "có hiệu lực từ ngày ", "Nơi nhận:"]


@pytest.mark.parametrize("path", sorted((ROOT / "doccontrol/register/reading").glob("*.py")))
def test_reading_asks_no_database_and_no_clock(path):
    assert queries_and_clocks(path) == []


def test_reading_needs_no_settings():
    code = "import doccontrol.register.intake.contents"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_text_torn_to_pieces_breaks_nothing_and_every_place_is_on_its_page():
    rnd = random.Random(7)
    texts = [row[0] for row in LETTERHEADS.values()]
    for _ in range(300):
        pages = torn(rnd.choice(texts), rnd)
        reading = read(pages)
        for name in FIELDS:
            field = getattr(reading, name)
            if isinstance(field, Known) or field.span:
                (page,) = (page for page in pages if page.number == field.page)
                assert 0 <= field.span[0] < field.span[1] <= len(page.text), name
            assert as_json(field)


def torn(text: str, rnd: random.Random) -> list[Page]:
    """Letters lost, doubled and moved, on up to three pages of any origin."""
    letters = list(text)
    for _ in range(rnd.randint(1, 60)):
        place, other = rnd.randrange(len(letters)), rnd.randrange(len(letters))
        match rnd.randrange(3):
            case 0:
                letters[place : place + 1] = []
            case 1:
                letters[place:place] = rnd.choice(SPLINTERS)
            case 2:
                letters[place : place + 20], letters[other : other + 20] = (
                    letters[other : other + 20], letters[place : place + 20],
                )  # fmt: skip
    whole = unicodedata.normalize("NFC", "".join(letters))
    ends = sorted([rnd.randrange(len(whole)), rnd.randrange(len(whole)), len(whole)])
    parts = [whole[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return [page_of(number, part, rnd) for number, part in enumerate(parts, start=1)]


def page_of(number: int, text: str, rnd: random.Random) -> Page:
    source = rnd.choice(list(TextSource))
    words = tuple(
        Word(start, start + 3, (0.0, 0.0, 0.1, 0.01 * rnd.random()), rnd.random())
        for start in range(0, len(text) - 3, 4)
    )
    return Page(number, text, source, words if source is TextSource.OCR else ())


def test_no_page_and_blank_pages_are_read_as_nothing():
    for pages in ([], [Page(1, "", TextSource.NONE)], [Page(1, " \n ", TextSource.LAYER)]):
        assert all(as_json(getattr(read(pages), name))["value"] is None for name in FIELDS)


@pytest.mark.parametrize("piece", READING_PIECES)
def test_the_work_grows_with_the_length_of_a_text_and_not_faster(piece):
    """What a single pattern costs is not seen here: ``benchmark_worst_texts`` measures it."""

    def work(length):
        page = Page(1, repeated(piece, length), TextSource.LAYER)
        return calls(lambda: read([page]))

    assert work(40_000) < 2.2 * work(20_000)
