"""Parameters: every setting of a run as frozen dataclasses, with its default."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from environment.providers.settings import ProviderSettings, WeightSettings
from environment.server.settings import ServerSettings
from schemas import Family, to_plain
from sources.settings import SourceSettings
from teachers.prices import Price
from verification.signature import RENDERED


class ParamsError(ValueError):
    """A parameter that does not fit; says which, where and what is allowed."""


@dataclass(frozen=True)
class TeacherParams:
    """Who acts: the embedded programmatic teacher, an endpoint or its recording, or a local model."""

    kind: str = "programmatic"
    """`programmatic`; `openai`; `recorded`: what an `openai` so set once said, from the ledger alone; or
    `transformers`."""
    base_url: str = ""
    model: str = ""
    """The name an endpoint knows it by; for `transformers` a folder or a repository of the hub."""
    api_key_env: str = ""
    """Environment variable that holds the key; empty for an endpoint that wants none."""
    native_tools: bool = True
    """Tools in the request's own field; false writes them and the calls as text (hermes), as `transformers`
    always does."""
    in_flight: int = 64
    """Most requests at once."""
    timeout_s: float = 300.0
    decoding: dict[str, Any] = field(default_factory=dict)
    """Sampling fields, e.g. temperature, max_tokens; to an endpoint they are sent as they are."""
    price: Price | None = None
    """What an endpoint charges, in US dollars per million tokens; null: as `teachers/prices.yaml` says."""
    batch_api: bool = False
    """Of `openai`, for single-turn work: through the vendor's Batch API, at half the price within a day."""
    revision: str = ""
    """Of `transformers`: commit of a hub repository, 40 hex digits; empty for a folder."""
    device: str = "auto"
    """Of `transformers`: as torch names it; `auto` takes a GPU where there is one."""
    dtype: str = "auto"
    """Of `transformers`: `auto` takes the precision the weights were saved in."""
    batch: int = 8
    """Of `transformers`: most requests generated together."""
    share: float = 1.0
    """Beside other `teachers`: its part of the tasks, relative to theirs."""
    families: dict[str, float] = field(default_factory=dict)
    """Another share for the tasks of some families, e.g. `geometry: 0`."""


@dataclass(frozen=True)
class Screen:
    """What tasks are compared with before they may be trained on."""

    index: tuple[str, ...] = ()
    """Prebuilt benchmark indexes beside this run's eval tasks: files or folders written by `screen`."""
    rendered: tuple[str, ...] = RENDERED
    """Datasets whose pictures all look alike, so that the question must match too."""


@dataclass(frozen=True)
class Synthesize:
    """How hard to try."""

    attempts: int = 4
    max_turns: int = 3
    purposes: tuple[str, ...] = ("train", "eval")


@dataclass(frozen=True)
class Probe:
    """The measured policy."""

    policy: TeacherParams | None = None
    attempts: int = 8


@dataclass(frozen=True)
class Tools:
    """Processes for tools."""

    workers: int = 2
    timeout_s: float = 120.0
    memory_mb: int = 4096
    """Most memory of one such process."""
    server: str = ""
    """URL of a tool server to use instead of processes here; it must have the same tools."""
    token_env: str = ""
    """Environment variable that holds the server's token."""
    providers: dict[str, ProviderSettings] = field(default_factory=dict)
    """Where models are served, by the provider's name, e.g. `chartmoe`; tools without one are not offered."""
    weights: dict[str, WeightSettings] = field(default_factory=dict)
    """Weights that tool processes load, by the provider's name; tools without one are not offered."""


@dataclass(frozen=True)
class Verify:
    """What a trajectory must hold."""

    tool_policy: str = "required"


@dataclass(frozen=True)
class Densify:
    """Who writes accepted thoughts out."""

    teacher: TeacherParams | None = None
    max_characters: int = 8000
    """Longest dense thought. Of the paper's context of 16,384 tokens (section 5.1) two pictures of InternVL's
    13 tiles take 6,656, prompt and results about 4,000; what is left is three thoughts of 1,900 tokens, at a
    bit over four characters a token."""


@dataclass(frozen=True)
class Shard:
    """How shards are cut."""

    max_file_mb: int = 256
    programmatic_share: float | str = "auto"


@dataclass(frozen=True)
class Params:
    """Every setting of a run."""

    datasets: dict[str, SourceSettings]
    seed: int = 0
    ledger: str = ""
    """Where replies and tool results are kept: a folder, or a URL; empty: `ledger/` beside the outputs."""
    teacher: TeacherParams = field(default_factory=TeacherParams)
    teachers: dict[str, TeacherParams] = field(default_factory=dict)
    """Several instead of one, by name; each task belongs to one of them, by a hash of its id."""
    budget_usd: float | None = None
    """Most that may be spent on replies, in all that the ledgers of this data folder hold; null: no limit."""
    screen: Screen = Screen()
    synthesize: Synthesize = Synthesize()
    probe: Probe = Probe()
    tools: Tools = Tools()
    verify: Verify = Verify()
    densify: Densify = Densify()
    shard: Shard = Shard()
    serve: ServerSettings = field(default_factory=ServerSettings)
    """Of `vistaforge serve`."""

    def dataset(self, name: str) -> SourceSettings:
        """Return a dataset's entry; raises ParamsError naming those that exist."""
        if name not in self.datasets:
            raise ParamsError(f"datasets.{name}: no such entry; there are {', '.join(sorted(self.datasets))}")
        return self.datasets[name]

    @property
    def acting(self) -> dict[str, TeacherParams]:
        """The teachers of `synthesize` by name: the several, or the one."""
        return self.teachers or {"teacher": self.teacher}

    def as_plain(self) -> dict[str, Any]:
        """Return the parameters as plain values, for the manifest, without those that decide no row."""
        plain: dict[str, Any] = to_plain(self)
        for name in ("ledger", "budget_usd", "serve"):
            del plain[name]
        for name in ("server", "token_env"):
            del plain["tools"][name]
        return plain

    def programmatic_share(self) -> float:
        """Return the share of `bc` that programmatic rows may hold: all when alone, none beside a model."""
        share = self.shard.programmatic_share
        if isinstance(share, str):
            return 1.0 if all(t.kind == "programmatic" for t in self.acting.values()) else 0.0
        return share


def share_of(teacher: TeacherParams, family: Family) -> float:
    """Return a teacher's part of the tasks of a family, relative to the other teachers'."""
    return teacher.families.get(family.value, teacher.share)
