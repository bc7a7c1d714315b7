"""vistaforge ledger: what it prints, what it does, and its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import cli
from schemas import Reply
from synthesis.ledger import Ledger
from synthesis.ledger.values import REPLY, encode_reply
from tests.pipelines.small import write_params
from tests.synthesis.ledger.places import run_sql

DATASETS = {name: {"adapter": "chartqa", "path": "raw"} for name in ("first", "second", "unused")}


class Project:
    """A parameters file and an output folder, with the command bound to them."""

    def __init__(self, folder: Path, **settings: object) -> None:
        folder.mkdir(exist_ok=True)
        self.out = folder / "data"
        self.params = write_params(folder / "params.yaml", DATASETS, **settings)

    def ledger(self, *arguments: str) -> int:
        """Run `vistaforge ledger` and return its exit status."""
        return cli.main(["ledger", *arguments, "--params", str(self.params), "--out", str(self.out)])

    def place(self, dataset: str) -> str:
        """Where a dataset's ledger lies by default."""
        return str(self.out / "ledger" / f"{dataset}.sqlite")


def fill(place: str, *words: str) -> None:
    """Put a reply under each word."""
    with Ledger.open(place) as ledger:
        for word in words:
            reply = Reply(word, prompt_tokens=1000, completion_tokens=50, cost_usd=0.125)
            ledger.put(word, REPLY, encode_reply(reply))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project in which two of three datasets have a ledger."""
    made = Project(tmp_path)
    fill(made.place("first"), "a", "b")
    fill(made.place("second"), "c")
    return made


def test_stats_counts_every_ledger_there_is(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert project.ledger("stats") == 0
    said = capsys.readouterr().out
    assert "stats first" in said
    assert "2000 prompt and 100 completion tokens, 0.25 USD" in said
    assert "1000 prompt and 50 completion tokens, 0.12 USD" in said
    assert "unused" not in said


def test_verify_names_what_cannot_be_read_and_fails(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.ledger("verify") == 0
    assert "2 entries can be read, 0 are torn, 0 are foreign" in capsys.readouterr().out
    run_sql(project.place("first"), "UPDATE entries SET value = x'00' WHERE key = 'b'")
    with Ledger.open(project.place("first")) as ledger:
        ledger.put("d", "rumour", b"").result()
    assert project.ledger("verify", "second") == 0
    assert project.ledger("verify") == 1
    said = capsys.readouterr().out
    assert "torn: key b: the value does not have its checksum" in said
    assert "foreign: d: of kind 'rumour'" in said
    assert "1 entries can be read, 1 are torn, 1 are foreign" in said


def test_compact_makes_a_torn_ledger_verify_again(project: Project) -> None:
    run_sql(project.place("first"), "UPDATE entries SET value = x'00' WHERE key = 'b'")
    assert project.ledger("verify", "first") == 1
    assert project.ledger("compact") == 0
    assert project.ledger("verify", "first") == 0


def test_what_is_exported_here_is_imported_there(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.ledger("export") == 0
    assert "2 entries in 1 segments" in capsys.readouterr().out
    there = Project(tmp_path / "there", ledger=f"file://{tmp_path}/elsewhere")
    there.out.mkdir()
    (project.out / "ledger_sealed").rename(there.out / "ledger_sealed")
    assert there.ledger("import") == 0
    assert "2 entries are new, 0 were held already" in capsys.readouterr().out
    with Ledger.open(f"file://{tmp_path}/elsewhere/first") as ledger:
        assert [entry.key for entry in ledger.scan()] == ["a", "b"]
    assert there.ledger("stats") == 0


def test_an_import_tells_the_segment_it_refuses_and_fails(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.ledger("export", "first")
    (segment,) = (project.out / "ledger_sealed" / "first").glob("*.frames")
    segment.write_bytes(segment.read_bytes()[:-1])
    assert project.ledger("import") == 1
    assert f"refused: {segment.name}: its bytes are not those" in capsys.readouterr().out
    assert project.ledger("export", "first") == 2
    assert "is not written over" in capsys.readouterr().err


def test_an_export_of_a_dataset_without_a_ledger_is_an_empty_manifest(project: Project) -> None:
    assert project.ledger("export", "unused") == 0
    assert [path.name for path in (project.out / "ledger_sealed" / "unused").iterdir()] == ["manifest.json"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["stats", "unused"], "there is no ledger yet"),
        (["import", "first"], "no such file"),
        (["import"], "no dataset of"),
        (["stats", "missing"], "no such entry; there are first, second, unused"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(
    project: Project, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.ledger(*arguments) == 2
    assert told in capsys.readouterr().err
    assert not Path(project.place("unused")).exists()
