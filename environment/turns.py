"""An episode's turns without their work: replies and observations go in, the calls to run come out.

The last turn answers: a call in it is not run. Whoever holds the turns runs the calls, and waits as it likes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from environment.dialects import Dialect
from environment.errors import MalformedTurnError, UnknownToolError, reason_of
from environment.execute import refusal
from environment.grammar import Turn
from schemas import Call, Ended, Observation, Picture, Prompt, Reply, Step

RunTool: TypeAlias = Callable[[Call, Sequence[Picture]], Awaitable[Observation]]
"""Runs one call on the episode's pictures so far, off the event loop."""
PROTOCOL_VERSION = 1
"""Raised when the grammar or the episode's rules change what a rollout means."""
DEFAULT_MAX_TURNS = 3
"""The paper's "three turns", read as assistant turns: two calls and the answer (section G.2 is ambiguous)."""


class Turns:
    """The turns of one attempt at one prompt. `reset` first; then turn by turn until `ended` is set.

    A turn is `take` (the reply, which gives the call to run, if any) and `observe` (what the call returned).
    """

    def __init__(self, dialect: Dialect, max_turns: int = DEFAULT_MAX_TURNS) -> None:
        if max_turns < 1:
            raise ValueError(f"max_turns is {max_turns}: an episode needs at least the turn that answers")
        self._dialect = dialect
        self.max_turns = max_turns
        self._offered: frozenset[str] = frozenset()
        self._called: Turn | None = None
        self.pictures: tuple[Picture, ...] = ()
        self.steps: tuple[Step, ...] = ()
        self.answer: str | None = None
        self.ended: Ended | None = None

    @property
    def turns_left(self) -> int:
        """Assistant turns left before the episode is cut."""
        return self.max_turns - len(self.steps)

    def reset(self, prompt: Prompt) -> tuple[Prompt, dict[str, int]]:
        """Start over with a prompt; the first observation is the prompt itself."""
        self._offered = frozenset(spec.name for spec in prompt.tools)
        self.pictures = prompt.pictures
        self.steps, self.answer, self.ended, self._called = (), None, None, None
        return prompt, {"turns_left": self.turns_left}

    def take(self, reply: Reply) -> Call | None:
        """Take one assistant turn and return the call to run before the next; None where there is none.

        Raises RuntimeError on a finished episode, and while a call waits for its observation.
        """
        if self.ended is not None or self._called is not None:
            said = f"ended ({self.ended}): reset it" if self.ended else "has a call under way: observe"
            raise RuntimeError(f"the episode {said} before another turn")
        if reply.finish == "length":
            self._finish(Step("", None, None, raw=reply.text), Ended.TRUNCATED)
            return None
        try:
            turn = self._dialect.parse(reply)
        except MalformedTurnError as error:
            self._malformed(reply, error)
            return None
        if turn.answer is not None:
            self.answer = turn.answer or None
            self._finish(Step(turn.thought, None, None), Ended.ANSWERED if turn.answer else Ended.NO_ANSWER)
            return None
        assert turn.call is not None
        if self.turns_left == 1:
            self._finish(Step(turn.thought, turn.call, None), Ended.MAX_TURNS)
            return None
        self._called = turn
        if turn.call.name in self._offered:
            return turn.call
        offered = ", ".join(sorted(self._offered)) or "none"
        self.observe(
            refusal(UnknownToolError(f"There is no tool {turn.call.name!r} here; offered: {offered}."))
        )
        return None

    def observe(self, observation: Observation) -> None:
        """Take what the call of this turn returned; raises RuntimeError where none waits for it."""
        if self._called is None:
            raise RuntimeError("no call waits for an observation")
        turn, self._called = self._called, None
        self.pictures += observation.pictures
        problem = reason_of(observation.error_code) if observation.status == "error" else None
        self.steps += (Step(turn.thought, turn.call, observation, problem.value if problem else ""),)

    def _malformed(self, reply: Reply, error: MalformedTurnError) -> None:
        said = "\n".join(filter(None, (reply.text, *(f"{c.name}({c.arguments})" for c in reply.calls))))
        step = Step("", None, refusal(error), problem=str(error.reason), raw=said)
        if self.turns_left == 1:
            self._finish(step, Ended.MALFORMED)
        else:
            self.steps += (step,)

    def _finish(self, step: Step, ended: Ended) -> None:
        self.steps += (step,)
        self.ended = ended
