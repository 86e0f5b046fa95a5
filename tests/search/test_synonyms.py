from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from reversion.models import Version

from doccontrol.organisation.accounts.roles import Role
from search.queries.question import read_question
from search.queries.synonyms import MOST_ALTERNATIVES, Synonyms
from search.queries.synonyms import Synonym as Entry
from search.synonyms import table as synonyms
from search.synonyms.defaults import ABBREVIATIONS, table
from search.synonyms.models import Synonym
from search.text import folded
from tests.admin_forms import form_data
from tests.make import make_person

TABLE = Synonyms(
    [
        Entry("TTHC", ("thủ tục hành chính",)),
        Entry("NCC", ("người có công", "nhà cung cấp")),
        Entry("bìa đỏ", ("giấy chứng nhận quyền sử dụng đất",), both_ways=False),
        Entry("kiện", ("khởi kiện",), both_ways=False),
        Entry("VAT", ("giá trị gia tăng",)),
        Entry("GD ĐT", ("giáo dục và đào tạo",)),
        Entry("CBCC", ("cán bộ công chức",)),
        Entry("CBCCVC", ("cán bộ công chức viên chức",)),
    ]
)


def alternatives(text: str, table: Synonyms = TABLE) -> list[str]:
    """Of all terms met in the question, as a reader would say them."""
    question = read_question(text, table)
    return [" ".join(each) for clause in question.typed for each in clause.alternatives]


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("TTHC", ["thủ tục hành chính"]),
        ("tthc đất đai", ["thủ tục hành chính"]),
        ("công bố thủ tục hành chính mới", ["TTHC"]),
        ("thu tuc hanh chinh", ["TTHC"]),
        ("NCC", ["người có công", "nhà cung cấp"]),
        ("người có công", ["NCC"]),
        ("bìa đỏ", ["giấy chứng nhận quyền sử dụng đất"]),
        ("BIA DO", ["giấy chứng nhận quyền sử dụng đất"]),
        ("bia đo", []),  # marks, but others: beer, to measure
        ("giấy chứng nhận quyền sử dụng đất", []),  # one way
        ("khởi kiện", []),
        ("kiện ra tòa", ["khởi kiện"]),
        ("thuế VAT", ["giá trị gia tăng"]),
        ("dong vat", []),
        ("thuế vát", []),
        ("dieu kien", []),  # a lone syllable without its marks may be any word
        ("cán bộ công chức viên chức", ["CBCCVC"]),  # the longest
        ("cán bộ công chức", ["CBCC"]),
        ("thủ tục, hành chính", []),  # a term does not run across signs
        ("thủ tục 19/2014 hành chính", []),
        ('"TTHC" nội bộ', []),  # quoted words are taken as they stand
        ("lao động -TTHC", []),  # and so are those that must not be found
    ],
)
def test_a_term_is_also_asked_in_its_other_words(typed: str, others: list[str]) -> None:
    assert alternatives(typed) == others


def test_the_words_of_a_term_stay_asked_for_and_the_whole_question_is_worded_both_ways() -> None:
    question = read_question("công bố TTHC NCC", TABLE)

    assert question.words == ("công", "bố", "TTHC", "NCC")
    assert [" ".join(wording) for wording in question.wordings] == [
        "công bố TTHC NCC",
        "công bố thủ tục hành chính người có công",
        "công bố thủ tục hành chính nhà cung cấp",
    ]
    assert {"thủ", "người", "cung"} <= set(question.highlighted)


def test_the_words_of_an_everyday_term_say_nothing_apart_but_can_be_given_up() -> None:
    def only(text: str):
        (clause,) = read_question(text, TABLE).typed
        return clause.together, clause.quoted

    assert only("bìa đỏ") == (True, False)
    assert only("thủ tục hành chính") == only("GD ĐT") == (False, False)


def test_a_question_without_terms_has_one_wording() -> None:
    assert read_question("công bố", TABLE).wordings == (("công", "bố"),)


def test_no_term_costs_more_than_a_few_searches() -> None:
    long = tuple(f"nghĩa thứ {nth}" for nth in range(10))
    assert len(alternatives("XYZ", Synonyms([Entry("XYZ", long)]))) == MOST_ALTERNATIVES


# The table that is shipped


def test_the_shipped_table_is_large_and_every_entry_is_one_the_secretary_could_save(db) -> None:
    assert ABBREVIATIONS.count("\n") > 90
    assert Synonym.objects.count() == len(table())
    for entry in Synonym.objects.all():
        entry.full_clean()


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("TTHC", "thủ tục hành chính"),
        ("HTQLCL", "hệ thống quản lý chất lượng"),
        ("KPH", "không phù hợp"),
        ("CBCCVC", "cán bộ, công chức, viên chức"),
        ("ATVSLĐ", "an toàn, vệ sinh lao động"),
    ],
)
def test_abbreviations_are_known_both_ways(db, short: str, long: str) -> None:
    known = synonyms.current()

    assert folded(long.replace(",", "")) in map(folded, alternatives(short, known))
    assert alternatives(long.replace(",", ""), known) == [short]


@pytest.mark.parametrize("everyday", ["bìa đỏ", "sổ đỏ", "ở tù", "gà vịt", "o tu"])
def test_everyday_words_are_asked_as_legal_ones_and_not_the_other_way(db, everyday: str) -> None:
    known = synonyms.current()

    (first, *_others) = alternatives(everyday, known)
    assert everyday not in alternatives(first, known)


# The table in use


@pytest.mark.django_db
def test_a_change_is_seen_by_the_next_question_and_costs_one_small_query(
    django_assert_num_queries,
) -> None:
    Synonym.objects.create(short="ABC", long="an bình cường")
    assert alternatives("ABC", synonyms.current()) == ["an bình cường"]
    with django_assert_num_queries(1):
        synonyms.current()

    entry = Synonym.objects.get(short="ABC")
    entry.is_active = False
    entry.save()
    assert alternatives("ABC", synonyms.current()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("short", "long", "field"),
    [
        ("…", "ba chấm", "short"),
        ("tthc", "thông tin hành chính", "short"),  # the same as TTHC without marks
        ("ABC", "\n \n", "long"),
        ("ABC", "an bình\n…", "long"),
        ("ABC", "a-b-c\nan bình\nÁn Bình", "long"),
        ("ABC", "abc", "long"),
        ("ABC", "\n".join(f"nghĩa {nth}" for nth in range(MOST_ALTERNATIVES + 1)), "long"),
    ],
)
def test_an_entry_that_no_question_could_meet_is_refused(short, long, field) -> None:
    with pytest.raises(ValidationError) as refusal:
        Synonym(short=short, long=long).full_clean()
    assert field in refusal.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize(("short", "long"), [("tthc", "x y"), ("…", "x y"), ("ABC", "")])
def test_the_database_holds_what_must_never_be_false(short, long) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Synonym.objects.create(short=short, long=long)


# In the admin


def url(name: str, *args: int) -> str:
    return reverse(f"synonyms:{name}", args=args)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["index", "add", "edit", "inspect", "history"])
@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.SECRETARY, True),
        (Role.WORKING_GROUP, False),
        (Role.APPROVER, False),
        (Role.STAFF, False),
        (None, False),
    ],
)
def test_only_the_secretary_opens_the_table(client, name, role, may) -> None:
    if role is not None:
        client.force_login(make_person(role))
    args = [] if name in ("index", "add") else [Synonym.objects.first().pk]

    assert client.get(url(name, *args)).status_code == (200 if may else 302)


@pytest.mark.django_db
def test_the_secretary_adds_and_corrects_and_every_entry_of_the_history_has_a_reason(
    client,
) -> None:
    client.force_login(make_person(Role.SECRETARY))
    page = client.get(url("add")).content.decode()
    new = {"short": "GPHN", "long": "giấy phép hành nghề", "both_ways": "on", "is_active": "on"}
    client.post(url("add"), form_data(page) | new)
    entry = Synonym.objects.get(short_folded="gphn")
    page = client.get(url("edit", entry.pk)).content.decode()
    changed = {"long": "giấy phép hoạt động", "reason_for_change": "Nhầm nghĩa"}
    client.post(url("edit", entry.pk), form_data(page) | changed)

    assert alternatives("gphn", synonyms.current()) == ["giấy phép hoạt động"]
    versions = Version.objects.get_for_object(entry)
    assert versions[0].revision.comment == "Nhầm nghĩa"
    assert len(versions) == 2


@pytest.mark.django_db
def test_a_refused_entry_keeps_what_was_typed(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    page = client.get(url("add")).content.decode()
    answer = client.post(url("add"), form_data(page) | {"short": "tthc", "long": "nghĩa khác"})

    assert answer.status_code == 200
    assert "nghĩa khác" in answer.content.decode()


@pytest.mark.django_db
def test_the_table_is_listed_with_few_queries_and_can_be_searched(
    client, django_assert_max_num_queries
) -> None:
    client.force_login(make_person(Role.SECRETARY))
    with django_assert_max_num_queries(25):
        client.get(url("index"))
    found = client.get(url("index"), {"q": "hành chính công"}).content.decode()
    assert "PVHCC" in found
    assert "GPLX" not in found


@pytest.mark.django_db
def test_nobody_deletes_an_entry(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    assert client.get(f"/admin/synonyms/delete/{Synonym.objects.first().pk}/").status_code == 404
    assert not Permission.objects.filter(
        group__name=Role.SECRETARY, codename="delete_synonym"
    ).exists()
