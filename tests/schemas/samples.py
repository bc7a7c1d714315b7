"""One record of every kind with nothing left empty that could be full, so that every field is exercised."""

from __future__ import annotations

from dataclasses import replace

from schemas import (
    BCRow,
    BlockMessage,
    Call,
    CreateArguments,
    DeadLetter,
    Dense,
    DenseThought,
    Difficulty,
    Ended,
    ExtraInfo,
    FileEntry,
    Finding,
    Frame,
    Lineage,
    Manifest,
    Observation,
    Picture,
    PictureSignature,
    Reason,
    RejectedRow,
    RewardModel,
    RLRow,
    RowImage,
    ScreenFinding,
    Screening,
    Signature,
    SourceLineage,
    Step,
    TeacherKind,
    TeacherRef,
    TextBlock,
    TextMessage,
    ThoughtOutcome,
    ToolArguments,
    Usage,
    Verdict,
)
from tests.builders import picture, rollout, task
from tests.conversations import picture_of

TASK_ID = "chartqa-0123456789abcdef"
ROLLOUT_ID = "rollout-0123456789abcdef"
SHA = "ab" * 32
TOOLS = ("rapidocr", "zoom")

TURNED = replace(picture(), source_sha256=SHA)
TASK = task(choices=("tall", "wide"), context="Größe in m²", answers=("A",), pictures=[picture(), TURNED])

_SEEN = Observation(
    status="ok",
    error_code="",
    text="Picture 1",
    result='{"width":32}',
    pictures=(picture_of("green"),),
    tool="zoom",
    tool_version="1",
    weights_digest=SHA,
    determinism="exact",
    frame=Frame(64, 48, "absolute"),
)
_TOLD = Observation("error", "malformed_turn", "Error: no tag is closed.", "")
ROLLOUT = replace(
    rollout(
        [
            Step("I look closer.", Call("zoom", '{"bbox_2d":[0,0,9,9]}'), _SEEN),
            Step("", None, _TOLD, "E1_schema", "<answer>"),
            Step("Tall.", None, None),
        ],
        answer=None,
        ended=Ended.TEACHER_ERROR,
        error="503",
    ),
    usage=Usage(2, 100, 20, 0.5, 1.5),
)
VERDICT = Verdict(
    ROLLOUT_ID,
    TASK_ID,
    1,
    SHA,
    0.5,
    False,
    (
        Finding(Reason.E1_SCHEMA, 1, "no tag is closed", repaired=True),
        Finding(Reason.WRONG_ANSWER, -1, "6 is not 7"),
    ),
)
DENSE = Dense(
    ROLLOUT_ID,
    2,
    TASK_ID,
    TeacherRef(TeacherKind.OPENAI, "thinker", SHA, "{}"),
    SHA,
    (
        DenseThought(SHA, "The bars are small: I look closer.", ThoughtOutcome.DENSE, "", Usage(1, 9, 5)),
        DenseThought(SHA, None, ThoughtOutcome.TAG, "holds '<answer>'", Usage(1, 9, 5, 0.5, 1.5)),
    ),
)
DIFFICULTY = Difficulty(TASK_ID, 1, "student", SHA, SHA, "{}", 8, 2, 0.25, 0.125, 0.5, 0.0)
DEAD_LETTER = DeadLetter("chartqa", "train#3", "broken_json", "Row 3 is not JSON: mend it.")
SIGNATURE = Signature(
    TASK_ID, 1, "chartqa", True, SHA, bytes(128), ("2", "30"), (PictureSignature(SHA, bytes(64), bytes(128)),)
)
SCREENING = Screening(
    TASK_ID,
    1,
    SHA,
    (ScreenFinding(Reason.CONTAMINATED, "near_picture", TASK_ID, 0.125, "picture 0 is 32 of 256 bits away"),),
)

_BLOCKS = (
    BlockMessage("system", (TextBlock("text", "Answer."),)),
    BlockMessage("user", (TextBlock("image", None), TextBlock("text", "How many?"))),
)
_TEXTS = (TextMessage("system", "Answer."), TextMessage("user", "<image>How many?"))
_IMAGE = RowImage(picture().data, f"{picture().sha256}.png")
BC_ROW = BCRow(
    id=ROLLOUT_ID,
    messages=_BLOCKS,
    messages_text=_TEXTS,
    images=(_IMAGE,),
    trajectory="{}",
    tools_json="[]",
    answer="7",
    answer_type="short",
    reward=0.5,
    success=True,
    n_turns=2,
    n_images=1,
    source="sample",
    license="CC0-1.0",
    split="train",
    difficulty=None,
    task_id=TASK_ID,
    rollout_id=ROLLOUT_ID,
    dataset="chartqa",
    family="chart",
    teacher_kind="programmatic",
    teacher="program",
    tool_policy="required",
    schema_version=1,
    generator_version="0.1.0",
)
REJECTED_ROW = RejectedRow(
    id=ROLLOUT_ID,
    messages=_BLOCKS,
    messages_text=_TEXTS,
    images=(_IMAGE,),
    trajectory="{}",
    tools_json="[]",
    answer=None,
    reward=0.0,
    reasons=("wrong_answer", "no_answer"),
    findings="[]",
    task_id=TASK_ID,
    rollout_id=ROLLOUT_ID,
    dataset="chartqa",
    family="chart",
    split="train",
    teacher_kind="programmatic",
    teacher="program",
    schema_version=1,
    generator_version="0.1.0",
)
RL_ROW = RLRow(
    id=TASK_ID,
    data_source="chartqa",
    prompt=_BLOCKS,
    prompt_text=_TEXTS,
    prompt_text_tools=_TEXTS,
    images=(_IMAGE,),
    ability="chart",
    reward_model=RewardModel("rule", "{}"),
    extra_info=ExtraInfo(
        index=3,
        split="train",
        answer_type="short",
        difficulty=0.75,
        need_tools_kwargs=True,
        tool_selection=TOOLS,
        tools_kwargs={name: ToolArguments(CreateArguments(TASK_ID)) for name in TOOLS},
    ),
    answer="7",
    solution="7",
    difficulty=0.75,
    pass_rate=0.25,
    tools_json="[]",
    info="{}",
    schema_version=1,
    generator_version="0.1.0",
)
MANIFEST = Manifest(
    schema_version=1,
    row_schema_version=1,
    config="bc",
    generator_version="0.1.0",
    rows=1,
    files=(FileEntry("data/train-00000-of-00001.parquet", SHA, 1000, 1),),
    rows_by_dataset={"chartqa": 1},
    selection="Every accepted rollout.",
    note="",
    lineage=Lineage(
        sources=(SourceLineage("chartqa", SHA, "CC0-1.0", 1),),
        teachers=("programmatic:program:ab",),
        environments=(SHA,),
        tools=("zoom@1",),
        checks=SHA,
        prompts=SHA,
        params="{}",
        git_commit="",
    ),
)

SAMPLES: dict[str, object] = {
    "task": TASK,
    "rollout": ROLLOUT,
    "verdict": VERDICT,
    "dense": DENSE,
    "difficulty": DIFFICULTY,
    "dead_letter": DEAD_LETTER,
    "signature": SIGNATURE,
    "screening": SCREENING,
    "bc_row": BC_ROW,
    "rl_row": RL_ROW,
    "rejected_row": REJECTED_ROW,
    "manifest": MANIFEST,
}
"""A record of each kind that has a schema file."""


def pictures_of(record: object) -> tuple[Picture, ...]:
    """The pictures of TASK or ROLLOUT, for a test that wants to see their bytes."""
    assert record in (TASK, ROLLOUT)
    return TASK.pictures if record is TASK else _SEEN.pictures
