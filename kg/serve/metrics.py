"""Counters and histograms in the Prometheus text format, one registry a process.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

import bisect
import threading
from collections import defaultdict
from itertools import accumulate

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Counter:
    """Counts events by the values of its labels."""

    kind = "counter"

    def __init__(self, name: str, help: str, *labels: str) -> None:
        self.name, self.help, self.labels = name, help, labels
        self._lock = threading.Lock()
        self._values: dict[tuple[str, ...], float] = {} if labels else {(): 0.0}

    def add(self, *values: str, amount: float = 1.0) -> None:
        """Count one event, or as many as ``amount``."""
        with self._lock:
            self._values[values] = self._values.get(values, 0.0) + amount

    def lines(self) -> list[str]:
        """Samples in the text format."""
        with self._lock:
            found = sorted(self._values.items())
        return [f"{self.name}{_labels(self.labels, values)} {number:g}" for values, number in found]


class Histogram:
    """Counts durations in seconds by buckets and by the values of its labels."""

    kind = "histogram"

    def __init__(self, name: str, help: str, *labels: str) -> None:
        self.name, self.help, self.labels = name, help, labels
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._sums: dict[tuple[str, ...], float] = defaultdict(float)

    def observe(self, seconds: float, *values: str) -> None:
        """Count one duration."""
        with self._lock:
            self._counts[values][bisect.bisect_left(BUCKETS, seconds)] += 1
            self._sums[values] += seconds

    def lines(self) -> list[str]:
        """Samples in the text format."""
        with self._lock:
            found = sorted((values, list(counts), self._sums[values]) for values, counts in self._counts.items())
        lines = []
        for values, counts, total in found:
            names = (*self.labels, "le")
            for bound, count in zip((*(f"{b:g}" for b in BUCKETS), "+Inf"), accumulate(counts), strict=True):
                lines.append(f"{self.name}_bucket{_labels(names, (*values, bound))} {count}")
            lines.append(f"{self.name}_sum{_labels(self.labels, values)} {total:.6f}")
            lines.append(f"{self.name}_count{_labels(self.labels, values)} {sum(counts)}")
        return lines


class Metrics:
    """What the server counts."""

    def __init__(self) -> None:
        self.requests = Counter("kg_http_requests_total", "Requests answered.", "method", "route", "status")
        self.seconds = Histogram("kg_http_request_seconds", "Time to answer a request.", "route")
        self.queries = Counter("kg_sparql_queries_total", "SPARQL queries by outcome.", "outcome")
        self.killed = Counter("kg_sparql_queries_killed_total", "SPARQL queries stopped at the deadline.")
        self.limited = Counter("kg_rate_limited_total", "Requests refused by the rate limit.")

    def text(self) -> str:
        """All metrics in the text format."""
        lines = []
        for metric in (self.requests, self.seconds, self.queries, self.killed, self.limited):
            lines += [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}", *metric.lines()]
        return "\n".join(lines) + "\n"


def _labels(names: tuple[str, ...], values: tuple[str, ...]) -> str:
    pairs = ",".join(f'{name}="{_escape(value)}"' for name, value in zip(names, values, strict=True))
    return f"{{{pairs}}}" if pairs else ""


def _escape(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
