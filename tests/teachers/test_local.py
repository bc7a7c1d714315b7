"""Local models of random weights: whatever they say is a reply, and every request gets one or a reason."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from schemas import Block, Message, Reply, Request
from teachers.local import TransformersSettings, TransformersTeacher
from teachers.teacher import TeacherError, TeacherRefusedError
from tests.conversations import first_turn, next_turn, picture_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("torch_here")]

FAMILIES = ("llava", "llava_next", "qwen2_5_vl", "qwen3_vl")
SHORT = {"max_tokens": 12, "seed": 5}


@pytest.fixture(scope="module")
def models(torch_here: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of random weights for each family."""
    import torch

    from tests.teachers import tiny_llava, tiny_qwen

    torch.manual_seed(0)
    root = tmp_path_factory.mktemp("models")
    tiny_llava.main(str(root / "llava"))
    tiny_llava.write_llava_next(str(root / "llava_next"))
    tiny_qwen.write_qwen2_5_vl(root / "qwen2_5_vl")
    tiny_qwen.write_qwen3_vl(root / "qwen3_vl")
    tiny_qwen.write_qwen3_vl(root / "thinking", tiny_qwen.THINKING_TEMPLATE)
    return {folder.name: folder for folder in root.iterdir()}


def turn(ident: str, *, attempt: int = 0) -> Request:
    return first_turn(ident, attempt=attempt, native_tools=False)


def saying(text: str) -> Request:
    """A question about a picture in exactly these words."""
    asked = Message("user", (Block("picture", picture=picture_of("red").sha256), Block("text", text)))
    return replace(turn("a"), messages=(asked,))


def ask(folder: Path, requests: Sequence[Request], **settings: object) -> list[Reply | BaseException]:
    async def run() -> list[Reply | BaseException]:
        given = {"decoding": SHORT, "device": "cpu", **settings}
        teacher = TransformersTeacher(TransformersSettings(str(folder), **given), "prompts")  # type: ignore[arg-type]
        try:
            return await asyncio.gather(*map(teacher.reply, requests), return_exceptions=True)
        finally:
            await teacher.aclose()

    return asyncio.run(run())


def replies(folder: Path, requests: Sequence[Request], **settings: object) -> list[Reply]:
    found = ask(folder, requests, **settings)
    assert all(isinstance(reply, Reply) for reply in found), found
    return [reply for reply in found if isinstance(reply, Reply)]


@pytest.mark.parametrize("family", FAMILIES)
def test_garbage_is_a_reply_with_its_tokens_counted(models: dict[str, Path], family: str) -> None:
    first = turn("a")
    second = next_turn(first, Reply("<think>Look.</think>"))
    without = replace(first, messages=(Message("user", (Block("text", "Say red."),)),))
    for reply in replies(models[family], [first, second, without]):
        assert reply.finish in ("stop", "length")
        assert 0 < reply.completion_tokens <= 12
        assert reply.cost_usd == 0.0
        reply.text.encode()
    counted = [reply.prompt_tokens for reply in replies(models[family], [first, second, without])]
    assert counted[1] > counted[0] > len(first.prompt.question) > counted[2]


def test_a_reply_ends_at_its_end_token_or_is_told_as_cut(models: dict[str, Path]) -> None:
    long = {**SHORT, "max_tokens": 150}
    found = replies(models["llava"], [turn("a", attempt=n) for n in range(16)], decoding=long, batch=16)
    assert {reply.finish for reply in found} == {"stop", "length"}
    for reply in found:
        assert (reply.finish == "length") == (reply.completion_tokens == 150)
        assert "</s>" not in reply.text


def test_requests_asked_at_once_are_generated_together(models: dict[str, Path]) -> None:
    found = replies(models["qwen3_vl"], [turn(f"q{n}") for n in range(11)], batch=4)
    assert sorted(Counter(reply.seconds for reply in found).values()) == [3, 4, 4]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_reply_does_not_depend_on_who_shares_its_batch(models: dict[str, Path], family: str) -> None:
    requests = [turn("a"), next_turn(turn("long"), Reply("<think>So.</think>")), turn("b", attempt=2)]
    together = replies(models[family], requests)
    alone = replies(models[family], requests, batch=1)
    assert [(r.text, r.finish, r.prompt_tokens) for r in together] == [
        (r.text, r.finish, r.prompt_tokens) for r in alone
    ]


def test_attempts_and_turns_are_other_draws_and_each_is_the_same_again(models: dict[str, Path]) -> None:
    requests = [turn("a", attempt=n) for n in range(6)]
    first = [reply.text for reply in replies(models["qwen2_5_vl"], requests)]
    assert len(set(first)) == 6
    assert [reply.text for reply in replies(models["qwen2_5_vl"], requests)] == first
    other = replies(models["qwen2_5_vl"], requests, decoding={**SHORT, "seed": 6})
    assert not {reply.text for reply in other} & set(first)


def test_temperature_0_draws_nothing(models: dict[str, Path]) -> None:
    requests = [turn("a", attempt=n) for n in range(3)]
    greedy = replies(models["llava"], requests, decoding={**SHORT, "temperature": 0})
    assert len({reply.text for reply in greedy}) == 1


def test_a_draw_follows_the_model_s_distribution() -> None:
    import torch

    from teachers.local_model import _Draws

    chances = torch.tensor([0.5, 0.3, 0.15, 0.05, 0.0])
    n = 4000
    scores = chances.log().expand(n, -1)
    drawn = _Draws(range(n), torch.device("cpu"))(torch.zeros(n, 1), scores).argmax(dim=1)
    shares = torch.bincount(drawn, minlength=5) / n
    assert shares[4] == 0
    assert torch.allclose(shares, chances, atol=4 * (0.25 / n) ** 0.5)


@pytest.mark.parametrize(
    ("family", "control"), [("llava", "<image>"), ("qwen2_5_vl", "<|image_pad|>"), ("qwen3_vl", "<|im_end|>")]
)
def test_a_question_that_spells_a_control_token_says_so_in_letters(
    models: dict[str, Path], family: str, control: str
) -> None:
    plain, spelled = replies(models[family], [saying("Which?"), saying(f"Which? {control}")])
    assert spelled.prompt_tokens == plain.prompt_tokens + len(f" {control}")


def test_a_prompt_beyond_the_context_is_refused_and_its_neighbours_are_answered(
    models: dict[str, Path],
) -> None:
    found = ask(models["qwen3_vl"], [turn("a"), saying("x" * 2000), turn("b"), saying("x" * 980)])
    assert isinstance(found[0], Reply)
    assert isinstance(found[2], Reply)
    assert isinstance(found[1], TeacherRefusedError)
    assert "the model holds 1024" in str(found[1])
    near = found[3]
    assert isinstance(near, Reply), "what room is left is used"
    assert near.prompt_tokens + near.completion_tokens <= 1024


def test_a_picture_the_processor_cannot_take_is_refused_with_its_words(models: dict[str, Path]) -> None:
    lost = replace(turn("a"), messages=(Message("user", (Block("picture", picture="f" * 64),)),))
    found = ask(models["qwen2_5_vl"], [turn("a"), lost])
    assert isinstance(found[0], Reply)
    assert isinstance(found[1], TeacherRefusedError)
    assert "KeyError" in str(found[1])


def test_a_template_that_opens_a_thought_has_it_in_the_reply(models: dict[str, Path]) -> None:
    [reply] = replies(models["thinking"], [turn("a")])
    assert reply.text.startswith("<think>")
    [plain] = replies(models["qwen3_vl"], [turn("a")])
    assert not plain.text.startswith("<think>")


def test_the_event_loop_goes_on_while_the_model_generates(models: dict[str, Path]) -> None:
    async def run() -> int:
        own = TransformersSettings(
            str(models["qwen3_vl"]), device="cpu", decoding={"temperature": 0, "max_tokens": 900}
        )
        teacher = TransformersTeacher(own, "p")
        await teacher.reply(saying("x" * 950))  # the weights are there from now on
        answer = asyncio.ensure_future(teacher.reply(turn("a")))
        ticks = 0
        while not answer.done():
            await asyncio.sleep(0.01)
            ticks += 1
        await teacher.aclose()
        return ticks

    assert asyncio.run(run()) > 10


def test_closing_stops_what_is_being_generated(models: dict[str, Path]) -> None:
    async def run() -> float:
        own = TransformersSettings(
            str(models["qwen3_vl"]), device="cpu", decoding={"temperature": 0, "max_tokens": 900}
        )
        teacher = TransformersTeacher(own, "p")
        await teacher.reply(saying("x" * 950))  # the weights are there from now on
        answer = asyncio.ensure_future(teacher.reply(turn("a")))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        await teacher.aclose()
        with pytest.raises(asyncio.CancelledError):
            await answer
        return time.monotonic() - began

    assert asyncio.run(run()) < 1.0


def test_a_folder_that_holds_no_model_is_refused_in_a_sentence(tmp_path: Path) -> None:
    found = ask(tmp_path, [turn("a"), turn("b")])
    assert all(isinstance(fault, TeacherRefusedError) for fault in found)
    assert f"{tmp_path}: cannot be loaded" in str(found[0])


def test_weights_that_do_not_fit_their_configuration_are_refused(
    models: dict[str, Path], tmp_path: Path
) -> None:
    broken = shutil.copytree(models["llava"], tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"\x00" * 64)
    [found] = ask(broken, [turn("a")])
    assert isinstance(found, TeacherError)
    assert "cannot be loaded" in str(found)


def test_a_hub_repository_is_loaded_at_its_pinned_commit(models: dict[str, Path], tmp_path: Path) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    cache = tmp_path / "hf" / "hub" / "models--someone--tiny-vl"
    shutil.copytree(models["qwen2_5_vl"], cache / "snapshots" / commit)
    code = (
        "import asyncio, sys\n"
        "from teachers.local import TransformersSettings, TransformersTeacher\n"
        "from tests.conversations import first_turn\n"
        "own = TransformersSettings('someone/tiny-vl', sys.argv[1], 'cpu', decoding={'max_tokens': 4})\n"
        "teacher = TransformersTeacher(own, 'p')\n"
        "reply = asyncio.run(teacher.reply(first_turn('a', native_tools=False)))\n"
        "print(teacher.ref.name, reply.completion_tokens)"
    )
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf")}
    offline["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", code, commit], env=offline, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split()[0] == "someone/tiny-vl"
    assert json.loads(done.stdout.split()[1]) in range(1, 5)
