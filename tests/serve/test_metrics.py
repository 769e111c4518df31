from __future__ import annotations

from kg.serve.metrics import BUCKETS, Counter, Histogram, Metrics


def test_counter() -> None:
    counter = Counter("n", "help", "route")
    counter.add("/")
    counter.add("/", amount=2)
    counter.add('a"b\\\n')
    assert counter.lines() == ['n{route="/"} 3', 'n{route="a\\"b\\\\\\n"} 1']
    assert Counter("m", "help").lines() == ["m 0"]


def test_histogram_is_cumulative() -> None:
    histogram = Histogram("s", "help", "route")
    for seconds in (0.001, BUCKETS[0], 0.3, 60.0):
        histogram.observe(seconds, "/")
    lines = dict(line.rsplit(" ", 1) for line in histogram.lines())
    assert lines['s_bucket{route="/",le="0.005"}'] == "2"
    assert lines['s_bucket{route="/",le="0.5"}'] == "3"
    assert lines['s_bucket{route="/",le="+Inf"}'] == lines['s_count{route="/"}'] == "4"
    assert float(lines['s_sum{route="/"}']) == 60.306


def test_every_metric_has_help_and_type() -> None:
    text = Metrics().text()
    assert text.count("# HELP") == text.count("# TYPE") == 5 and text.endswith("\n")
