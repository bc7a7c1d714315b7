"""Accuracy and time of the native tools, on the real rows or on the generated sample.

    python -m benchmarks.tools --tool rapidocr --data real [--folder ../shared/realdata]
    python -m benchmarks.tools --tool rapidocr --data sample [--folder data/raw]

Each tool has its measure in `benchmarks/tool_<name>.py`: a function `measure(folder)` that yields lines.
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
    parser.add_argument("--data", choices=("real", "sample"), default="real")
    parser.add_argument("--folder", type=Path, help="where the data sets lie, one folder each")
    arguments = parser.parse_args()
    real = Path(os.environ.get("VISTAFORGE_REALDATA", ROOT.parent / "shared" / "realdata"))
    folder = arguments.folder or (real if arguments.data == "real" else ROOT / "data" / "raw")
    if not folder.is_dir():
        parser.error(
            f"no data sets at {folder}: give --folder, or draw the sample (python -m sources.sample)"
        )
    for tool in arguments.tool:
        for line in import_module(f"benchmarks.tool_{tool}").measure(folder):
            print(f"{tool} ({arguments.data}): {line}", flush=True)


if __name__ == "__main__":
    main()
