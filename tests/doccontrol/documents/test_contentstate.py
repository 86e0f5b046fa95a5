"""What the rich text editor posts: whatever comes, it is stored as something that opens again."""

from __future__ import annotations

import json
from random import Random

import pytest

from doccontrol.documents.models.controlled import RICH_TEXT
from doccontrol.documents.richtext.contentstate import DEEPEST_LIST
from doccontrol.documents.richtext.editor import CheckedEditor
from doccontrol.documents.richtext.typed_words import LONGEST_WORD

pytestmark = pytest.mark.django_db


def take(posted):
    sent = posted if isinstance(posted, str) else json.dumps(posted)
    return CheckedEditor(features=RICH_TEXT).value_from_datadict({"text": sent}, {}, "text")


def opened(html):
    return json.loads(CheckedEditor(features=RICH_TEXT).format_value(html))


def words(html):
    return " ".join(" ".join(block["text"] for block in opened(html)["blocks"]).split())


def block(text="Theo quy định", kind="unstyled", depth=0, styles=(), links=()):
    return {
        "key": "abcde",
        "text": text,
        "type": kind,
        "depth": depth,
        "inlineStyleRanges": list(styles),
        "entityRanges": list(links),
    }


def linked(data, kind="LINK", text="Theo quy định"):
    where = {"offset": 0, "length": 4, "key": 0}
    entity = {"type": kind, "mutability": "MUTABLE", "data": data}
    return {"blocks": [block(text, links=[where])], "entityMap": {"0": entity}}


def test_what_the_editor_itself_sends_is_taken_as_it_is():
    state = linked({"url": "https://vbpl.vn/1"})
    state["blocks"] += [
        block("Bước", "unordered-list-item", 1, [{"offset": 0, "length": 4, "style": "BOLD"}]),
        block(" ", "atomic", links=[{"offset": 0, "length": 1, "key": 1}]),
    ]  # fmt: skip
    state["entityMap"]["1"] = {"type": "HORIZONTAL_RULE", "mutability": "IMMUTABLE", "data": {}}

    taken = take(state)

    assert taken.problems == ()
    assert '<a href="https://vbpl.vn/1">Theo</a>' in taken
    assert "<b>Bước</b>" in taken
    assert "<hr/>" in taken


def test_a_link_to_a_page_keeps_its_number():
    taken = take(linked({"id": 12, "url": "/x/", "parentId": 3}))

    assert '<a id="12" linktype="page">' in taken or '<a linktype="page" id="12">' in taken
    assert taken.problems == ()


@pytest.mark.parametrize("nothing", ["", "null", '{"blocks": [], "entityMap": {}}', "{}"])
def test_an_empty_text_is_no_problem(nothing):
    assert take(nothing) == ""
    assert take(nothing).problems == ()


@pytest.mark.parametrize(
    "data",
    [{"id": "x"}, {"id": -1}, {"id": [1]}, {"id": True, "url": ""}, {"id": 10**30}, {},
     {"url": None}, {"url": 7},
     {"url": "javascript:alert(1)"}, {"url": "java\x00script:alert(1)"}, "none"],
)  # fmt: skip
def test_a_link_that_leads_nowhere_gives_way_to_its_words_and_that_is_said(data):
    taken = take(linked(data))

    assert "<a" not in taken
    assert words(taken) == "Theo quy định"
    assert len(taken.problems) == 1


@pytest.mark.parametrize(
    "posted",
    ["không phải JSON", "[]", '"chữ"', '{"blocks": 1}', "[" * 100_000, "7", '{"blocks"'],
)
def test_what_cannot_be_read_is_shown_as_it_came(posted):
    taken = take(posted)

    assert taken.problems
    assert words(taken) == posted


@pytest.mark.parametrize(
    "state",
    [
        {"blocks": ["chữ", None, {"text": 7}, block("còn lại")]},
        {"blocks": [block("còn lại", "unstyled", 0, [{"offset": 0, "length": 3, "style": "NO"}])]},
        {"blocks": [block("còn lại", "atomic-thing")]},
        {"blocks": [block("còn lại", links=[{"offset": 0, "length": 3, "key": 9}])]},
        linked({"src": "x"}, kind="EMBED", text="còn lại"),
        {"blocks": [block("còn lại", "unordered-list-item", 1500)]},
        {"blocks": [block("còn lại", "ordered-list-item", "sâu")]},
    ],
)  # fmt: skip
def test_what_the_field_does_not_take_gives_way_and_the_words_stay(state):
    taken = take(state)

    assert words(taken) == "còn lại"
    assert len(taken.problems) == 1


def test_links_that_overlap_are_written_one_after_the_other():
    state = linked({"url": "https://a.vn"})
    state["entityMap"]["1"] = {"type": "LINK", "data": {"url": "https://b.vn"}}
    state["blocks"][0]["entityRanges"] += [{"offset": 2, "length": 6, "key": 1}]

    taken = take(state)

    assert taken.count("<a") == 1
    assert len(taken.problems) == 1


@pytest.mark.parametrize("ranges", [None, 7, [None], [{"offset": -3, "length": 2, "key": 0}],
                                    [{"offset": 99, "length": 2, "key": 0}],
                                    [{"offset": "a", "length": None, "key": 0}]])  # fmt: skip
def test_ranges_outside_of_the_text_are_none(ranges):
    state = linked({"url": "https://a.vn"})
    state["blocks"][0]["entityRanges"] = ranges
    state["blocks"][0]["inlineStyleRanges"] = ranges

    assert words(take(state)) == "Theo quy định"


@pytest.mark.parametrize("depth, problems", [(DEEPEST_LIST, 0), (DEEPEST_LIST + 1, 1)])
def test_a_list_deeper_than_can_be_printed_is_refused(depth, problems):
    levels = [block(f"mức {n}", "unordered-list-item", n) for n in range(depth + 1)]

    assert len(take({"blocks": levels}).problems) == problems


@pytest.mark.parametrize("letters, problems", [(LONGEST_WORD, 0), (LONGEST_WORD + 1, 1)])
def test_a_word_longer_than_can_be_printed_is_refused(letters, problems):
    taken = take({"blocks": [block("a" * letters)]})

    assert len(taken.problems) == problems
    assert words(taken) == "a" * letters


def test_controls_become_spaces_so_that_ranges_still_point_at_their_words():
    marked = block("nội\x0bquy\ud800 mới", styles=[{"offset": 9, "length": 3, "style": "BOLD"}])

    taken = take({"blocks": [marked]})

    assert "nội quy" in taken
    assert "<b>mới</b>" in taken
    assert taken.problems == ()


@pytest.mark.parametrize(
    "stored",
    [
        '<p><a linktype="page" id="x">Theo</a> quy định</p>',
        '<p><a linktype="page">Theo</a> quy định</p>',
        "<p><b>Theo quy định</p>",
        "<li>Theo quy định</li>",
        f'<p><a linktype="page" id="{10**20}">Theo</a> quy định</p>',
    ],
)
def test_what_was_stored_before_still_opens(stored):
    assert words(stored) == "Theo quy định"


NAMES = ("blocks", "entityMap", "text", "type", "depth", "entityRanges", "inlineStyleRanges",
         "offset", "length", "key", "style", "data", "id", "url", "0")  # fmt: skip
LEAVES = (None, True, 0, 1, 3, -1, 10**20, "", "a b", "0", "LINK", "BOLD", "atomic", "unstyled",
          "unordered-list-item", "https://a.vn", "\ud800")  # fmt: skip


def anything(chance: Random, depth: int = 0):
    kind = chance.randrange(3) if depth < 5 else 2
    if kind == 0:
        return [anything(chance, depth + 1) for _ in range(chance.randrange(4))]
    if kind == 1:
        return {chance.choice(NAMES): anything(chance, depth + 1) for _ in range(7)}
    return chance.choice(LEAVES)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_posted_can_be_stored_and_opens_again_without_a_problem(seed):
    chance = Random(seed)
    for _ in range(150):
        blocks = [anything(chance, 3) for _ in range(3)]
        posted = chance.choice(
            [anything(chance), {"blocks": blocks, "entityMap": anything(chance)}]
        )

        taken = take(posted)

        taken.encode()
        assert take(json.dumps(opened(taken))).problems == (), posted
