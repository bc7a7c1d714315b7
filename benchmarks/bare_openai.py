"""A bound: the `openai` client's own `post` with a raw response and its aiohttp transport, and nothing else.

Takes the arguments of the bench folder's loops. No ledger, no environment, no schema; its retries are the
client's own; each place holds one conversation.
"""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import common
import httpx2
import orjson
import uvloop
from openai import AsyncOpenAI, DefaultAioHttpClient

TURNS = 6


async def converse(args: Namespace, client: AsyncOpenAI, row: dict[str, str]) -> dict[str, Any]:
    """Hold one conversation and return the record of its end."""
    user = {"role": "user", "content": common.user_content(row)}
    messages: list[dict[str, Any]] = [{"role": "system", "content": common.SYSTEM}, user]
    for _ in range(TURNS):
        body = orjson.dumps({"model": args.model, "messages": messages, "tools": [common.TOOL]})
        message = orjson.loads(await post(client, body))["choices"][0]["message"]
        if not message.get("tool_calls"):
            return dict(common.record(row["id"], message["content"]))
        messages.append(message)
        for call in message["tool_calls"]:
            box = json.loads(call["function"]["arguments"])["bbox"]
            said = await asyncio.to_thread(common.crop, box, ms=args.tool_ms)
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": said})
    return dict(common.record(row["id"], error="too many turns"))


async def post(client: AsyncOpenAI, body: bytes) -> bytes:
    """Return the body of one reply."""
    headers = {"content-type": "application/json"}
    answer = await client.post(
        "/chat/completions", cast_to=httpx2.Response, content=body, options={"headers": headers}
    )
    return answer.content


async def main(args: Namespace) -> None:
    """Hold a conversation for each prompt, `concurrency` at once."""
    limits = httpx2.Limits(max_connections=args.concurrency, max_keepalive_connections=args.concurrency)
    http = DefaultAioHttpClient(limits=limits)
    places = asyncio.Semaphore(args.concurrency)
    with Path(args.out).open("w", encoding="utf-8") as out:
        async with AsyncOpenAI(base_url=args.base_url, api_key="none", http_client=http) as client:

            async def one(row: dict[str, str]) -> None:
                async with places:
                    try:
                        record = await converse(args, client, row)
                    except Exception as fault:
                        record = common.record(row["id"], error=repr(fault))
                    out.write(json.dumps(record) + "\n")

            await asyncio.gather(*(one(row) for row in common.load(args.prompts)))


if __name__ == "__main__":
    uvloop.run(main(common.args()))
