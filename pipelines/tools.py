"""Tools: the list of this machine's tools, and one of them run on a picture.

vistaforge tools
vistaforge tools --params params/mine.yaml
vistaforge tools call zoom --picture page.png --arguments '{"bbox_2d": [10, 10, 200, 120]}' --save crops
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from environment.paper_tools import PaperTool
    from pipelines.params import Tools
    from schemas import Observation, ToolSpec

HEAD = ("tool", "family", "of", "provider", "determinism", "trained on", "version")


def main(argv: Sequence[str] | None = None) -> int:
    """List the tools, or call one; returns 1 where a call came back as an error."""
    args = _parser().parse_args(argv)
    from pipelines.params import Tools
    from pipelines.params_file import load_params
    from pipelines.runner import use_tools

    tools = load_params(args.params).tools if args.params.exists() else Tools()
    use_tools(tools)
    if args.command == "call":
        return _call(args, replace(tools, workers=1))
    from environment.paper_tools import paper_tools
    from environment.registry import load

    loaded = load()
    of_paper = paper_tools()
    others = {name: why for name, why in loaded.unavailable.items() if name not in {r.name for r in of_paper}}
    print(listing([tool.spec for tool in loaded.tools.values()], others))
    print(f"\n{tally(of_paper)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vistaforge tools", description="list this machine's tools, or call one on a picture"
    )
    parser.add_argument(
        "--params", type=Path, default=Path("params.yaml"), help="parameters file, where models are named"
    )
    call = parser.add_subparsers(dest="command").add_parser("call", help="run one tool and show what it says")
    call.add_argument("name", help="a tool's name")
    call.add_argument("--picture", type=Path, action="append", default=[], help="a file; again for more")
    call.add_argument("--arguments", default="{}", help="the arguments as a JSON object (default {})")
    call.add_argument("--save", type=Path, help="folder for the pictures the tool returns")
    return parser


def listing(specs: Sequence[ToolSpec], unavailable: Mapping[str, str]) -> str:
    """Return the table of the available tools, then why each other one is not."""
    rows = [HEAD]
    rows += [
        (
            s.name,
            s.family,
            "paper" if s.paper_tool else "native",
            s.provider,
            s.determinism.value,
            ", ".join(s.trained_on) or "-",
            s.version,
        )
        for s in specs
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    if unavailable:
        lines += ["", "not available here:", *(f"  {why}" for why in unavailable.values())]
    return "\n".join(lines)


def tally(rows: Sequence[PaperTool]) -> str:
    """Return how many of the paper's tools are in which state, and what each that is not available lacks."""
    counts = Counter(row.state.value for row in rows)
    told = ", ".join(f"{count} {state}" for state, count in counts.most_common())
    lines = [f"of the paper's {len(rows)} tools: {told}"]
    lines += [f"  {row.name}: {row.state.value}; {row.why}" for row in rows if row.why]
    return "\n".join(lines)


def _call(args: argparse.Namespace, tools: Tools) -> int:
    from pipelines.backend import backend
    from schemas import Call
    from sources.faults import RowError
    from sources.pictures import read_picture

    try:
        pictures = [read_picture(str(path)) for path in args.picture]
    except RowError as error:
        print(f"vistaforge: {error}", file=sys.stderr)
        return 2

    async def once() -> Observation:
        pool = backend(tools)
        try:
            return await pool.run(Call(args.name, args.arguments), pictures)
        finally:
            await pool.aclose()

    seen = asyncio.run(once())
    print(seen.text)
    if seen.result:
        print(seen.result)
    for number, picture in enumerate(seen.pictures, start=len(pictures)):
        size = f"picture {number}: {picture.width} x {picture.height} pixels, {picture.media_type}"
        if args.save is None:
            print(f"{size} (--save DIR keeps it)")
            continue
        args.save.mkdir(parents=True, exist_ok=True)
        path = args.save / f"{args.name}_{number}.png"
        path.write_bytes(picture.data)
        print(f"{size}: {path}")
    if seen.status != "ok":
        print(f"vistaforge: {args.name}: {seen.error_code}", file=sys.stderr)
    return 0 if seen.status == "ok" else 1


if __name__ == "__main__":
    sys.exit(main())
