"""Ledger: what was paid for, counted, verified, sealed for others, taken over from them, compacted.

vistaforge ledger stats              entries, bytes, tokens and money of every dataset's ledger
vistaforge ledger verify chartqa     every checksum and every value; status 1 where one cannot be read
vistaforge ledger export chartqa     into sealed segments below data/ledger_sealed/, which DVC keeps
vistaforge ledger import chartqa     from sealed segments into the live ledger
vistaforge ledger compact chartqa    drop what is torn or superseded and give its room back
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipelines.layout import Layout
from pipelines.params_file import load_params
from synthesis.ledger import Ledger, LedgerError
from synthesis.ledger.sealed import MANIFEST, export_sealed, import_sealed
from synthesis.ledger.survey import survey
from synthesis.ledger.values import REPLY

SHOWN = 20
"""Most unreadable entries that `verify` prints of a ledger."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do one thing to the ledger of each dataset; returns 1 where something could not be read."""
    parser = argparse.ArgumentParser(
        prog="vistaforge ledger", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("dataset", nargs="*", help="default: every dataset that has what the action needs")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameters file")
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder of all outputs")
    args = parser.parse_args(argv)
    params, layout = load_params(args.params), Layout(args.out)
    done = []
    for name in args.dataset or params.datasets:
        params.dataset(name)
        place, sealed = layout.ledger(name, params.ledger), layout.sealed(name)
        there = (sealed / MANIFEST).exists() if args.action == "import" else Ledger.exists(place)
        if args.dataset or there:
            print(f"{args.action} {name} ({place})", flush=True)
            done.append(ACTIONS[args.action](place, sealed))
    if not done:
        raise LedgerError(f"no dataset of {args.params} has anything to {args.action} yet")
    return 0 if all(done) else 1


def stats(place: str, sealed: Path) -> bool:
    """Print entries and bytes by kind, tokens and money."""
    with _existing(place) as ledger:
        found = survey(ledger)
    for kind, count in found.entries.items():
        line = f"  {kind:<12} {count:>9} entries {found.value_bytes[kind] / 1e6:>10.1f} MB"
        if kind == REPLY:
            line += f"   {found.prompt_tokens} prompt and {found.completion_tokens} completion tokens"
            line += f", {found.cost_usd:.2f} USD"
        print(line)
    print(f"  unreadable   {len(found.torn) + len(found.foreign):>9}")
    return True


def verify(place: str, sealed: Path) -> bool:
    """Read everything, print what cannot be read, and return whether there is nothing such."""
    with _existing(place) as ledger:
        found = survey(ledger)
    _tell("torn", found.torn)
    _tell("foreign", found.foreign)
    whole = sum(found.entries.values()) - len(found.foreign)
    print(f"  {whole} entries can be read, {len(found.torn)} are torn, {len(found.foreign)} are foreign")
    return found.readable


def export(place: str, sealed: Path) -> bool:
    """Write the sealed segments; what lies there already is merged in."""
    with Ledger.open(place) as ledger:
        written = export_sealed(ledger, sealed)
        torn = ledger.torn
    size = sum(segment.bytes for segment in written.segments)
    count = sum(written.entries.values())
    print(f"  {count} entries in {len(written.segments)} segments, {size / 1e6:.1f} MB")
    _tell("torn, not exported", torn)
    return True


def take_over(place: str, sealed: Path) -> bool:
    """Merge sealed segments into the ledger and return whether each could be read."""
    with Ledger.open(place) as ledger:
        found = import_sealed(ledger, sealed)
    _tell("refused", found.refused)
    print(f"  {found.added} entries are new, {found.held} were held already")
    return not found.refused


def compact(place: str, sealed: Path) -> bool:
    """Drop what is torn or superseded."""
    with _existing(place) as ledger:
        ledger.compact()
        kept = sum(ledger.stats().entries.values())
    print(f"  {kept} entries kept")
    return True


ACTIONS: Mapping[str, Callable[[str, Path], bool]] = {
    "stats": stats,
    "verify": verify,
    "export": export,
    "import": take_over,
    "compact": compact,
}
"""Action -> what it does with a ledger's place and its sealed folder; false where not all could be read."""


def _existing(place: str) -> Ledger:
    if not Ledger.exists(place):
        raise LedgerError(f"{place}: there is no ledger yet; synthesize and probe make one, import fills it")
    return Ledger.open(place)


def _tell(what: str, found: Mapping[str, str]) -> None:
    for place in sorted(found)[:SHOWN]:
        print(f"  {what}: {place}: {found[place]}")
    if len(found) > SHOWN:
        print(f"  {what}: {len(found) - SHOWN} more")


if __name__ == "__main__":
    from pipelines.runner import speaking

    sys.exit(speaking(main))
