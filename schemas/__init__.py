"""The contract: records, their JSON Schema files, Arrow schemas, canonical JSON and content ids.

Imports nothing of the project. Every noun that crosses a room's wall is defined here.
"""

from schemas.arrow import arrow_schema
from schemas.canonical import Json, canonical_json, content_id, digest, sha256_hex
from schemas.codec import from_plain, to_plain
from schemas.contract import RECORDS, SchemaViolationError, checked, load_schema, problems_of
from schemas.conversation import Block, Message, NativeCall, Reply, Request
from schemas.dead_letter import DeadLetter
from schemas.dense import (
    Dense,
    DenseMismatchError,
    DenseThought,
    Flaw,
    ThoughtOutcome,
    acts_digest,
    with_dense,
)
from schemas.difficulty import Difficulty
from schemas.manifest import FileEntry, Lineage, Manifest, SourceLineage
from schemas.picture import Picture
from schemas.reason import ADVISORY, FATAL, Reason
from schemas.rollout import (
    Call,
    Ended,
    Frame,
    Observation,
    Rollout,
    RolloutPurpose,
    Step,
    TeacherKind,
    TeacherRef,
    Usage,
    rollout_id,
)
from schemas.rows import (
    BCRow,
    BlockMessage,
    CreateArguments,
    ExtraInfo,
    RejectedRow,
    RewardModel,
    RLRow,
    RowImage,
    TextBlock,
    TextMessage,
    ToolArguments,
)
from schemas.screening import ScreenFinding, Screening
from schemas.signature import PictureSignature, Signature
from schemas.task import AnswerFormat, Family, Metric, Prompt, Purpose, SourceRef, Task, prompt_of
from schemas.tool import Determinism, ToolSpec, tools_digest
from schemas.verdict import Finding, Verdict

__all__ = [
    "ADVISORY",
    "FATAL",
    "RECORDS",
    "AnswerFormat",
    "BCRow",
    "Block",
    "BlockMessage",
    "Call",
    "CreateArguments",
    "DeadLetter",
    "Dense",
    "DenseMismatchError",
    "DenseThought",
    "Determinism",
    "Difficulty",
    "Ended",
    "ExtraInfo",
    "Family",
    "FileEntry",
    "Finding",
    "Flaw",
    "Frame",
    "Json",
    "Lineage",
    "Manifest",
    "Message",
    "Metric",
    "NativeCall",
    "Observation",
    "Picture",
    "PictureSignature",
    "Prompt",
    "Purpose",
    "RLRow",
    "Reason",
    "RejectedRow",
    "Reply",
    "Request",
    "RewardModel",
    "Rollout",
    "RolloutPurpose",
    "RowImage",
    "SchemaViolationError",
    "ScreenFinding",
    "Screening",
    "Signature",
    "SourceLineage",
    "SourceRef",
    "Step",
    "Task",
    "TeacherKind",
    "TeacherRef",
    "TextBlock",
    "TextMessage",
    "ThoughtOutcome",
    "ToolArguments",
    "ToolSpec",
    "Usage",
    "Verdict",
    "acts_digest",
    "arrow_schema",
    "canonical_json",
    "checked",
    "content_id",
    "digest",
    "from_plain",
    "load_schema",
    "problems_of",
    "prompt_of",
    "rollout_id",
    "sha256_hex",
    "to_plain",
    "tools_digest",
    "with_dense",
]
