"""Decoding fields that a model refuses: left out from then on, and told of every reply drawn without them.

Reasoning models take no temperature but their own, and want `max_completion_tokens` for `max_tokens`. An
endpoint says so with HTTP 400, naming the field; the same request without it is then served.

What was asked for names the teacher and keys the ledger, so both are the same before and after a refusal is
met. What was sent follows from the settings asked for and the refused fields that each reply carries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from schemas import Json, TeacherRef, canonical_json

NAMED = re.compile(r"(?:Unsupported (?:parameter|value)|Unknown parameter): '([^']+)'")
"""How the message names the field, for gateways that pass it on without `param` or `code`."""
UNRECOGNISED = re.compile(r"Unrecognized request arguments? supplied: ([\w, ]+)")
"""The same for endpoints that know no such field at all."""
CODES = frozenset({"unsupported_parameter", "unsupported_value", "unknown_parameter"})
"""Values of `code` in the error (OpenAI API) that mean the field itself, not its number, is refused."""
OTHER_NAME = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
"""Two names of one setting: where the first is refused, the second is sent."""


class Refusals:
    """What one endpoint has refused in this run; the requests in flight share it."""

    def __init__(self, decoding: Mapping[str, Json]) -> None:
        """Take the decoding settings asked for."""
        self._asked = dict(decoding)
        self._refused: frozenset[str] = frozenset()

    @property
    def refused(self) -> tuple[str, ...]:
        """The fields refused so far, in name order: what a reply to a request sent now is drawn without."""
        return tuple(sorted(self._refused))

    def sent(self) -> dict[str, Json]:
        """Return the decoding settings to send now."""
        return sent_decoding(self._asked, self._refused)

    def learn(self, status: int, body: bytes, refused: Iterable[str]) -> bool:
        """Note the fields that an answer refuses; returns whether the request is worth sending anew.

        `refused` is what was known when the request was sent: one that another's answer has overtaken is
        sent anew as well, and one that still met its refusal is not.
        """
        found = {name for name in refused_fields(status, body) if name in sent_decoding(self._asked, refused)}
        self._refused |= found
        return bool(found)


def sent_decoding(asked: Mapping[str, Json], refused: Iterable[str]) -> dict[str, Json]:
    """Return the settings that are sent where those asked for meet these refusals, in any order."""
    out = frozenset(refused)
    sent = {name: value for name, value in asked.items() if name not in out}
    for name in sorted(out & asked.keys()):
        other = OTHER_NAME.get(name, name)
        if other not in out and other not in asked:
            sent[other] = asked[name]
    return sent


def as_drawn(ref: TeacherRef, refused: Iterable[str]) -> TeacherRef:
    """Return a teacher's reference with the decoding its draws were made with; the fingerprint stays."""
    out = frozenset(refused)
    return replace(ref, decoding=canonical_json(sent_decoding(json.loads(ref.decoding), out))) if out else ref


def refused_fields(status: int, body: bytes) -> tuple[str, ...]:
    """Return the fields that an error answer names as refused; empty for any other answer."""
    if status != 400:
        return ()
    try:
        error = json.loads(body)["error"]
        code, param, message = (error.get(name) for name in ("code", "param", "message"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    if isinstance(param, str) and code in CODES:
        return (param,)
    text = message if isinstance(message, str) else ""
    if named := NAMED.match(text):
        return (named[1],)
    if unrecognised := UNRECOGNISED.match(text):
        return tuple(re.findall(r"\w+", unrecognised[1]))
    return ()
