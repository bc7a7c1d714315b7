"""The walls between the rooms: who imports whom, what stays light, and what no file may say."""

from __future__ import annotations

import ast
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import verification.scorers
from pipelines.cli import COMMANDS
from tests.lack import lacks

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "schemas": set(),
    "sources": {"schemas"},
    "environment": {"schemas"},
    "teachers": {"schemas"},
    "synthesis": {"schemas", "teachers", "environment"},
    "verification": {"schemas", "environment"},
    "shards": {"schemas", "environment"},
    "pipelines": {
        "schemas",
        "sources",
        "environment",
        "teachers",
        "synthesis",
        "verification",
        "shards",
    },
}
"""Each room, and every room that lies downstream of it along the arrows."""

GOLD_BLIND = ("environment", "teachers", "synthesis")
HEAVY = (
    "apache_beam",
    "cv2",
    "datasets",
    "matplotlib",
    "onnxruntime",
    "rapidocr",
    "sympy",
    "torch",
    "transformers",
)
SECOND_PROCESS = """
import importlib, json, sys
heavy, modules = json.loads(sys.argv[1])
found = {}
for module in modules:
    importlib.import_module(module)
    found[module] = sorted(set(heavy) & set(sys.modules))
print(json.dumps(found))
"""


def imports_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (module, imported name or empty) of every import of a file, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from ((node.module or "", alias.name) for alias in node.names)


def files_of(room: str) -> list[Path]:
    """Every module of a room; a room without any is a mistake of this test."""
    found = sorted((ROOT / room).rglob("*.py"))
    assert found, room
    return found


def test_the_table_names_every_room_and_closes_no_circle() -> None:
    packages = {p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages == set(MAY_IMPORT)
    for room, below in MAY_IMPORT.items():
        assert below == set().union(below, *(MAY_IMPORT[other] for other in below)), room
        assert room not in below


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_flow_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files_of(room)
        for module, _ in imports_of(path)
        if (top := module.split(".")[0]) in {*MAY_IMPORT, "tests", "benchmarks"}
        and top not in {room, *MAY_IMPORT[room]}
    ]
    assert not wrong


def test_only_pipelines_knows_beam() -> None:
    knowing = {
        room
        for room in MAY_IMPORT
        for p in files_of(room)
        for m, _ in imports_of(p)
        if m.startswith("apache_beam")
    }
    assert knowing == {"pipelines"}


@pytest.mark.parametrize("room", GOLD_BLIND)
def test_a_room_that_must_not_see_gold_cannot_name_a_task(room: str) -> None:
    for path in files_of(room):
        named = {name for module, name in imports_of(path) if module.split(".")[0] == "schemas"}
        assert not named & {"Task", "*", "prompt_of"}, path
        assert ("schemas", "") not in set(imports_of(path)), f"{path}: `import schemas` would reach Task"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        read = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        assert not read & {"Task", "answers"}, path


def test_the_scorers_import_the_standard_library_and_each_other_alone() -> None:
    assert verification.scorers.__file__ is not None
    for path in Path(verification.scorers.__file__).parent.glob("*.py"):
        for module, _ in imports_of(path):
            own = module.startswith("verification.scorers.")
            assert own or module.split(".")[0] in sys.stdlib_module_names, f"{path.name} imports {module}"


def test_the_sample_generator_knows_nothing_of_the_project_and_nobody_relies_on_it() -> None:
    for room in MAY_IMPORT:
        for path in files_of(room):
            inside = path.is_relative_to(ROOT / "sources" / "sample")
            project = {m for m, _ in imports_of(path) if m.split(".")[0] in MAY_IMPORT}
            sample = {m for m in project if m.startswith("sources.sample")}
            assert (project == sample) if inside else not sample, path


def heavy_after_importing(*modules: str) -> dict[str, list[str]]:
    """Return, for each module imported in this order in a new process, which heavy ones are then loaded."""
    arguments = json.dumps([[*HEAVY, "pyarrow", "openai"], modules])
    done = subprocess.run(
        [sys.executable, "-c", SECOND_PROCESS, arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_importing_a_room_brings_no_heavy_library() -> None:
    rooms = [room for room in MAY_IMPORT if room != "schemas"]
    inner = ["environment.registry", "environment.pool", "synthesis.bought", "synthesis.rollout"]
    inner += [
        "sources.registry",
        "verification.judge",
        "verification.replay",
        "shards.writer",
        "pipelines.params",
    ]
    modules = ["pipelines.cli", "schemas", *rooms, *inner, "teachers.openai"]
    found = heavy_after_importing(*modules)
    assert found.pop("pipelines.cli") == []
    assert found.pop("teachers.openai") == ["openai", "pyarrow"]
    assert all(loaded in ([], ["pyarrow"]) for loaded in found.values()), found


def test_help_answers_at_once_with_every_command_and_no_library() -> None:
    code = (
        "import sys; from pipelines.cli import main; status = main(['--help'])\n"
        f"print(sorted({{*{HEAVY!r}, 'pyarrow', 'numpy', 'yaml'}} & set(sys.modules)), file=sys.stderr)\n"
        "raise SystemExit(status)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.stderr == "[]\n"
    assert all(f"\n  {command} " in done.stdout for command in COMMANDS)
    # CPU and not wall time: the machine may be busy with other things.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


def test_every_command_s_module_has_a_main() -> None:
    for module, _ in COMMANDS.values():
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        assert any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body), module


def test_no_file_names_a_home_folder_or_a_package_index() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        lacks("not a git checkout: there is no list of tracked files")
    forbidden = re.compile(
        r"(?<![\w.}])/(?:home|root|work|Users|mnt)/\w"
        r"|--(?:extra-)?index-url|index_url|https?://[\w.:-]+/(?:[\w-]+/)*simple/?\b|pypi\.org"
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        data = path.read_bytes() if path.is_file() and path != Path(__file__) else b""
        if b"\0" in data:
            continue
        found = forbidden.search(data.decode("utf-8"))
        assert found is None, f"{name}: {found}"
