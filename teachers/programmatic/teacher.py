"""The programmatic teacher: one reply a turn, from the plans of the prompt's family."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module, resources

from schemas import Family, Prompt, Reply, Request, TeacherKind, TeacherRef, digest, sha256_hex
from teachers.programmatic.plan import Abstain, Action, Answer, Plan, Use, seen_in

VERSION = 1
"""Raised when the meaning of a reply changes in a way that the source files do not show."""


class ProgrammaticTeacher:
    """A planner: it picks tools from the question, reads what they return, and else abstains.

    It is deterministic: the same request gives the same reply. Attempt 0 follows the family's first plan;
    each later attempt follows another one, in an order seeded by the task, and abstains at once when
    none is left.
    """

    dialect = "structure"

    def __init__(self) -> None:
        self.ref = TeacherRef(
            kind=TeacherKind.PROGRAMMATIC, name="programmatic", fingerprint=_fingerprint(), decoding="{}"
        )

    async def reply(self, request: Request) -> Reply:
        """Return the next turn in the `hermes` form; an empty answer means that it abstains."""
        return Reply(text=render(decide(request)), cost_usd=0.0)

    async def aclose(self) -> None:
        """Hold nothing, so let go of nothing."""


def decide(request: Request) -> Action:
    """Return the next action for a request: pure, and a function of the request alone."""
    plan = chosen_plan(request.prompt, request.attempt)
    if plan is None:
        return Abstain("No further way of reading this picture is left to try.")
    action = plan.move(request.prompt, seen_in(request.steps))
    if isinstance(action, Use):
        if request.turns_left <= 1:
            return Abstain(f"No turn is left to call {action.tool}, so the question stays open.")
        if action.tool not in {t.name for t in request.prompt.tools}:
            return Abstain(f"The tool {action.tool} is not offered, so the question stays open.")
    return action


def chosen_plan(prompt: Prompt, attempt: int) -> Plan | None:
    """Return the plan of an attempt, or None when every plan the offered tools allow was tried."""
    offered = {t.name for t in prompt.tools}
    possible = [plan for plan in plans_for(prompt) if offered.issuperset(plan.needs)]
    later = possible[1:]
    random.Random(prompt.task_id).shuffle(later)
    tried_in_order = [*possible[:1], *later]
    return tried_in_order[attempt] if attempt < len(tried_in_order) else None


def plans_for(prompt: Prompt) -> Sequence[Plan]:
    """Return the plans of the prompt's family, the most reliable one first."""
    module = import_module(f"teachers.programmatic.{Family(prompt.family).value}")
    plans: Callable[[Prompt], Sequence[Plan]] = module.plans
    return plans(prompt)


def render(action: Action) -> str:
    """Write an action as one assistant turn."""
    thought = f"<think>\n{action.sentence}\n</think>\n\n"
    if isinstance(action, Use):
        call = json.dumps({"name": action.tool, "arguments": dict(action.arguments)}, ensure_ascii=False)
        return f"{thought}<tool_call>\n{call}\n</tool_call>"
    return f"{thought}<answer>{action.text if isinstance(action, Answer) else ''}</answer>"


@cache
def _fingerprint() -> str:
    folder = resources.files("teachers.programmatic")
    sources = sorted((f.name, sha256_hex(f.read_bytes())) for f in folder.iterdir() if f.name.endswith(".py"))
    return digest(["programmatic", VERSION, [list(s) for s in sources]])
