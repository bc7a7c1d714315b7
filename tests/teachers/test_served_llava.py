"""A tiny random LLaVA behind `transformers serve`: its garbage comes back as a reply, with no crash."""

from __future__ import annotations

import asyncio
import os
import subprocess
import urllib.request
from pathlib import Path

import pytest

from schemas import Reply, Request
from teachers.openai import OpenAISettings, OpenAITeacher
from tests.conversations import first_turn
from tests.lack import lacks
from tests.mock import free_port, wait_until

WRITER = Path(__file__).with_name("tiny_llava.py")
START_S = 120.0


@pytest.fixture
def serve_python() -> str:
    """An interpreter that has torch and `transformers[serving]`."""
    python = os.environ.get("VISTAFORGE_TRL_PYTHON", "")
    lack = "VISTAFORGE_TRL_PYTHON names no interpreter with torch and transformers[serving]"
    if python:
        needs = "import torch, fastapi, uvicorn, openai, accelerate"
        found = subprocess.run([python, "-c", needs], capture_output=True, text=True)
        if found.returncode == 0:
            return python
        lack = f"{python} lacks transformers[serving]: {found.stderr.strip().splitlines()[-1]}"
    lacks(lack)


async def ask(settings: OpenAISettings, requests: list[Request]) -> list[Reply]:
    teacher = OpenAITeacher(settings, "prompts")
    try:
        return [await teacher.reply(request) for request in requests]
    finally:
        await teacher.aclose()


@pytest.mark.slow
def test_garbage_from_a_served_model_is_a_reply(serve_python: str, tmp_path: Path) -> None:
    model, port = tmp_path / "llava", free_port()
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf"), "PYTHONPATH": ""}
    subprocess.run([serve_python, str(WRITER), str(model)], check=True, env=offline, timeout=START_S)
    command = [serve_python, "-m", "transformers.cli.transformers", "serve", str(model)]
    address = ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    log = tmp_path / "serve.log"
    with log.open("wb") as said:
        server = subprocess.Popen([*command, *address], stdout=said, stderr=said, env=offline)
    try:
        wait_until(f"http://127.0.0.1:{port}/health", START_S, server)
        settings = OpenAISettings(
            f"http://127.0.0.1:{port}/v1",
            str(model),
            decoding={"temperature": 1.0, "max_tokens": 24, "seed": 0},
            native_tools=False,
        )
        requests = [first_turn("a", attempt=n, native_tools=False) for n in range(2)]
        replies = asyncio.run(ask(settings, requests))
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10).status == 200
    except Exception:
        print(log.read_text(errors="replace")[-3000:])
        raise
    finally:
        server.kill()
        server.wait()
    for reply in replies:
        assert reply.finish in ("stop", "length")
        assert reply.calls == ()
        assert reply.prompt_tokens > len(requests[0].prompt.question)
        assert 0 < reply.completion_tokens <= 24
        reply.text.encode()
