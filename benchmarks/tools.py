"""Accuracy and time of the native tools: on the real rows, the generated sample, or another library's charts.

    python -m benchmarks.tools --tool rapidocr --data real [--folder ../shared/realdata]
    python -m benchmarks.tools --tool rapidocr --data sample [--folder data/raw]
    python -m benchmarks.tools --tool rapidocr --data foreign

Each tool has its measure in `benchmarks/tool_<name>.py`: a function `measure(folder)` over rows, a function
`foreign()` over charts drawn on the spot (`benchmarks/foreign_charts.py`), or both; each yields lines.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
if str(ROOT) not in sys.path:  # run as a file, not as a module
    sys.path.insert(0, str(ROOT))


def main() -> None:
    """Print the measures of one tool, or of all that have one."""
    known = sorted(path.stem.removeprefix("tool_") for path in HERE.glob("tool_*.py"))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tool", nargs="+", choices=known, default=known)
    parser.add_argument("--data", choices=("real", "sample", "foreign"), default="real")
    parser.add_argument("--folder", type=Path, help="where the data sets lie, one folder each")
    arguments = parser.parse_args()
    folder = _folder(parser, arguments.data, arguments.folder)
    for tool in arguments.tool:
        module = import_module(f"benchmarks.tool_{tool}")
        measure = getattr(module, "measure" if folder else "foreign", None)
        if measure is None:
            print(f"{tool} ({arguments.data}): has no measure on these data", flush=True)
            continue
        for line in measure(folder) if folder else measure():
            print(f"{tool} ({arguments.data}): {line}", flush=True)


def _folder(parser: argparse.ArgumentParser, data: str, asked: Path | None) -> Path | None:
    """Return where the data sets lie, None for charts drawn on the spot."""
    if data == "foreign":
        return None
    real = Path(os.environ.get("VISTAFORGE_REALDATA", ROOT.parent / "shared" / "realdata"))
    folder = asked or (real if data == "real" else ROOT / "data" / "raw")
    if not folder.is_dir():
        parser.error(
            f"no data sets at {folder}: give --folder, or draw the sample (python -m sources.sample)"
        )
    return folder


if __name__ == "__main__":
    main()
