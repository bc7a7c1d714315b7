"""What an attempt has cost so far: the sum over its replies."""

from __future__ import annotations

from schemas import Reply, Usage


def with_reply(usage: Usage, reply: Reply) -> Usage:
    """Return an attempt's usage after one more reply; one unknown price makes the whole cost unknown."""
    known = usage.cost_usd is not None and reply.cost_usd is not None
    return Usage(
        calls=usage.calls + 1,
        prompt_tokens=usage.prompt_tokens + reply.prompt_tokens,
        completion_tokens=usage.completion_tokens + reply.completion_tokens,
        cost_usd=(usage.cost_usd or 0.0) + (reply.cost_usd or 0.0) if known else None,
        seconds=usage.seconds + reply.seconds,
        cached_tokens=usage.cached_tokens + reply.cached_tokens,
        reasoning_tokens=usage.reasoning_tokens + reply.reasoning_tokens,
    )
