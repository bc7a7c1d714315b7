"""How a local model draws: the decoding settings it knows, and a seed for every draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from schemas import Json, Request, digest


@dataclass(frozen=True)
class Sampling:
    """Decoding settings under the names an endpoint would know them by.

    They are the whole of it: what a model's own `generation_config` recommends is not applied unasked.
    """

    temperature: float = 1.0
    """0 takes the likeliest token each time, so that all attempts are one."""
    top_p: float = 1.0
    top_k: int = 0
    """0 leaves every token possible."""
    repetition_penalty: float = 1.0
    max_tokens: int = 2048
    """Most tokens of a reply."""
    seed: int = 0

    def as_json(self) -> dict[str, Json]:
        """Return the settings, defaults included: all that shapes a draw."""
        return asdict(self)


def sampling_of(decoding: Mapping[str, Json]) -> Sampling:
    """Read decoding settings; raises ValueError naming the one that is unknown or out of range."""
    known: dict[str, type[int] | type[float]] = {n: type(v) for n, v in asdict(Sampling()).items()}
    read: dict[str, float | int] = {}
    for name, value in decoding.items():
        if name not in known:
            raise ValueError(f"decoding.{name}: a local model knows only {', '.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int | known[name]):
            raise ValueError(f"decoding.{name}: must be {known[name].__name__}, not {value!r}")
        read[name] = known[name](value)
    sampling = Sampling(**read)  # type: ignore[arg-type]
    for name, fits, range_ in (
        ("temperature", sampling.temperature >= 0, "0 or more"),
        ("top_p", 0 < sampling.top_p <= 1, "above 0 and at most 1"),
        ("top_k", sampling.top_k >= 0, "0 or more"),
        ("repetition_penalty", sampling.repetition_penalty > 0, "above 0"),
        ("max_tokens", sampling.max_tokens >= 1, "at least 1"),
    ):
        if not fits:
            raise ValueError(f"decoding.{name}: must be {range_}, not {getattr(sampling, name)!r}")
    return sampling


def draw_seed(seed: int, request: Request) -> int:
    """Return the seed of one reply, 63 bits: another attempt, turn or conversation is another draw."""
    said = [[m.role, [[b.text, b.picture] for b in m.content]] for m in request.messages]
    return int(digest(["draw", seed, request.attempt, said])[:16], 16) >> 1
