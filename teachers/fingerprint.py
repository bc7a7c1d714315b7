"""What makes two teachers the same teacher: one table of what counts, and one of what does not."""

from __future__ import annotations

from schemas import Json, TeacherKind, TeacherRef, canonical_json, digest

COVERED = {
    "kind": "a program and a model of one name are two teachers",
    "model": "the name the endpoint knows the model by",
    "decoding": "temperature, length limit, base seed and every other field that shapes a draw",
    "dialect": "native and text tool calls put different words before the model",
    "prompts": "digest over the prompt files that the conversation is rendered from",
    "code_version": "version of a programmatic teacher's plans; empty for a model",
    "weights": "commit or digest of a local model's files, and its precision; empty for an endpoint",
}
"""What the fingerprint covers, and why."""

LEFT_OUT = {
    "base_url": "the same model behind another address is the same teacher; what it said stays valid",
    "api_key_env": "who pays changes no word of a reply, and no digest of a secret is ever stored",
    "in_flight": "how many requests run at once changes no reply",
    "connect_timeout_s": "how long we wait changes no reply that arrives",
    "read_timeout_s": "as above",
    "total_timeout_s": "as above",
    "retry": "as above; a reply is never retried for what it says",
    "price": "what is paid changes no word of a reply",
    "device": "the same weights in the same precision draw alike anywhere, but for rounding",
    "batch": "how many requests are generated together changes a reply by rounding alone",
    "gather_s": "as above",
}
"""What it leaves out, and why."""


def teacher_ref(
    kind: TeacherKind,
    model: str,
    decoding: Json,
    *,
    dialect: str,
    prompts: str,
    code_version: str = "",
    weights: str = "",
) -> TeacherRef:
    """Name a teacher so precisely that another process derives the same fingerprint.

    `decoding` is any JSON value, `prompts` the digest of the prompt files. Raises ValueError or TypeError
    where `decoding` is not JSON.
    """
    covered: dict[str, Json] = {
        "kind": kind.value,
        "model": model,
        "decoding": decoding,
        "dialect": dialect,
        "prompts": prompts,
        "code_version": code_version,
    }
    if weights:
        # Left out where empty: what endpoints said before there were local models stays in the ledger.
        covered["weights"] = weights
    return TeacherRef(kind, model, digest(covered), canonical_json(decoding))
