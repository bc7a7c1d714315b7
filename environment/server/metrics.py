"""What the server counts, per tool, in Prometheus text form."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

OTHER = "other"
"""The label of every name that is no tool here: what clients write must not make series without end."""
BUCKETS_S = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 120.0)


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.calls = Counter("vistaforge_tool_calls", "Calls begun.", ["tool"], registry=self._registry)
        self.errors = Counter(
            "vistaforge_tool_errors",
            "Calls that came back as an error.",
            ["tool", "code"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "vistaforge_tool_seconds",
            "Seconds a call ran, without its wait.",
            ["tool"],
            buckets=BUCKETS_S,
            registry=self._registry,
        )
        self.waiting = Gauge(
            "vistaforge_tool_waiting", "Calls waiting for their turn.", ["tool"], registry=self._registry
        )
        self.running = Gauge("vistaforge_tool_running", "Calls under way.", ["tool"], registry=self._registry)
        self.refused = Counter(
            "vistaforge_requests_refused", "Requests refused, by status.", ["status"], registry=self._registry
        )

    def text(self) -> bytes:
        """Return every series in Prometheus text form."""
        return generate_latest(self._registry)
