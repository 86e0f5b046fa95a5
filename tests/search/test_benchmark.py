"""``benchmark_search`` and ``train_ranking`` on a corpus of a few made-up articles."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.engine import get_engine
from search.engines.base import IndexMissing
from search.measuring.judged_questions import made_up_sections, read_corpus
from search.ranking.model import read_model
from tests import needs

SUBJECTS = [
    "nuôi ong lấy mật", "đóng tàu cá", "trồng rừng ven biển", "sửa đường làng", "dạy bơi trẻ em",
    "may áo dài", "làm muối sạch", "giữ giống lúa", "thuê kho lạnh", "in sách giáo khoa",
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rows = [
        {
            "id": f"{number}/2020/TT+{article}",
            "law_id": f"{number}/2020/TT",
            "law_type": "Thông tư",
            "law_title": f"Quy định về {subject}",
            "title": heading,
            "text": f"1. Người {subject} phải {heading.lower()}.\n2. Việc khác. " * 3,
        }
        for number, subject in enumerate(SUBJECTS, start=1)
        for article, heading in enumerate(("Điều kiện", "Thời hạn báo cáo", "Xử lý vi phạm"), 1)
    ]
    path = tmp_path / "corpus.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, subject in enumerate(SUBJECTS, start=1):
            row = {
                "id": str(number),
                "query": f"Người {subject} phải báo cáo trong bao lâu?",
                "query_nodiac": "khong dau",
                "relevant": [f"{number}/2020/TT+2"],
            }
            file.write(json.dumps(row) + "\n")
    return path


def run(command: str, corpus: Path, questions: Path, *more: str) -> str:
    said = StringIO()
    call_command(
        command, "--corpus", corpus, "--queries", questions, *more, stdout=said, stderr=StringIO()
    )
    return said.getvalue()


def measured(corpus: Path, questions: Path, *more: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("benchmark_search", corpus, questions, "--json", *more))
    return told


def test_a_benchmark_measures_quality_speed_and_size_and_leaves_the_site_alone(
    corpus: Path, questions: Path, tmp_path: Path, settings: Any
) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "site"}
    told = measured(corpus, questions, "--readers", "2", "--run", str(tmp_path / "run"))
    assert (told["documents"], told["questions"]) == (30, 10)
    assert told["R@10"] == told["R@100"] == 1
    assert set(told) >= {
        "R@1", "R@5", "R@20", "MRR@10", "p50_ms", "p95_ms", "p99_ms", "queries_per_second",
        "build_seconds", "index_mb", "peak_memory_mb", "serving_memory_mb", "first_stage",
        "changed_after_seconds",
    }  # fmt: skip
    assert told["shipped_model_saw_these_questions"] is False
    with pytest.raises(IndexMissing):
        get_engine().count()

    lines = [line.split("\t") for line in (tmp_path / "run").read_text("utf-8").splitlines()]
    assert {line[0] for line in lines} == {str(number) for number in range(1, 11)}
    of_first = [line for line in lines if line[0] == "1"]
    assert [int(line[3]) for line in of_first] == list(range(1, len(of_first) + 1))
    scores = [float(line[4]) for line in of_first]
    assert scores == sorted(scores, reverse=True)


def test_made_up_sections_are_as_many_as_asked_and_measured_for_speed_only(
    corpus: Path, questions: Path
) -> None:
    told = measured(corpus, questions, "--sections", "60", "--readers", "0")
    assert told["documents"] == 60
    assert "R@10" not in told
    assert "queries_per_second" not in told
    assert [each.key for each in made_up_sections(corpus, 26)][-1] == "edition:1#0"
    assert list(made_up_sections(corpus, 9)) == list(made_up_sections(corpus, 9))


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_wagtail_is_compared_in_a_database_of_its_own(corpus: Path, questions: Path) -> None:
    told = measured(corpus, questions, "--readers", "0", "--wagtail", "2")["wagtail"]
    assert set(told) == {"and", "or"}
    assert set(told["or"]["ours_to_theirs"]) == {
        "R@10", "MRR@10", "p50_ms", "p95_ms", "build_seconds",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "content", "said"),
    [
        ("benchmark_search", "", "has no questions"),
        ("benchmark_search", "{", "cannot be read"),
        ("benchmark_search", '{"id": 1}', "cannot be read"),
        ("train_ranking", "{", "Cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(
    corpus: Path, tmp_path: Path, command: str, content: str, said: str
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(content, "utf-8")
    with pytest.raises(CommandError, match=said):
        run(command, corpus, broken)
    with pytest.raises(CommandError, match="annot be read"):
        run(command, corpus, tmp_path / "absent")


@needs.lightgbm
def test_a_ranking_is_trained_judged_and_written_the_same_twice(
    corpus: Path, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.measuring import training

    monkeypatch.setattr(training.Effort, "__init__", _little)
    written = []
    for name in ("one", "two"):
        output = tmp_path / name
        said = run(
            "train_ranking", corpus, questions, "--output", str(output), "--seeds", "1",
            "--field", "query",
        )  # fmt: skip
        assert "cross-validated" in said
        written.append(output.read_text("utf-8"))
    assert written[0] == written[1]
    model = read_model(json.loads(written[0]))
    assert model.note["questions"] == 10
    assert set(model.note["cross_validated"]) == {"query"}


def _little(self: Any, networks: int = 1, trees: int = 5, epochs: int = 1) -> None:
    for name, value in (("networks", networks), ("trees", trees), ("epochs", epochs)):
        object.__setattr__(self, name, value)


def test_a_corpus_is_read_as_articles_of_laws(corpus: Path) -> None:
    first = next(read_corpus(corpus))
    assert (first.key, first.group, first.number) == ("1/2020/TT+1", "law:1/2020/TT", "1/2020/TT")
    assert first.title == "Thông tư Quy định về nuôi ong lấy mật"
    assert first.heading == "Điều kiện"
