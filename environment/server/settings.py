"""What whoever runs the server may set; what protects it from its clients is a constant beside its use."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field

from environment.server.frames import FrameRule


class ServerSettingsError(ValueError):
    """A setting the server cannot start with; says which and what to do."""


@dataclass(frozen=True)
class ServerSettings:
    """Where the server listens and what its clients speak."""

    host: str = "127.0.0.1"
    """Any address but a loopback one demands a token."""
    port: int = 5500
    """0 takes any free one and says which."""
    token_env: str = ""
    """Environment variable that holds the bearer token; empty for a server that wants none."""
    dialect: str = "hermes"
    """How the policy writes calls: `hermes` or `vista`."""
    frame: FrameRule = field(default_factory=FrameRule)
    """In which frame the policy gives boxes, where a request does not say."""
    picture_root: str = ""
    """Folder whose pictures a request may name by path; empty: pictures come in the request alone."""
    queue: int = 1024
    """Most calls waiting and under way; further ones are told to come again."""
    per_tool: int | None = None
    """Most calls of one tool under way; null: one fewer than there are workers, so that no tool takes all."""


def token_of(settings: ServerSettings) -> str:
    """Return the token clients must show, empty for none.

    Raises ServerSettingsError for a variable that is not set, and for an open address without a token.
    """
    if settings.token_env:
        token = os.environ.get(settings.token_env, "")
        if not token:
            raise ServerSettingsError(
                f"serve.token_env: the environment variable {settings.token_env} is not set"
            )
        return token
    if not is_loopback(settings.host):
        raise ServerSettingsError(
            f"serve.host: {settings.host} can be reached from other machines: name a variable that holds a "
            "token in serve.token_env, or bind 127.0.0.1"
        )
    return ""


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
