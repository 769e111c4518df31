"""Benchmarks: ``python -m benchmarks.NAME``. What they measured is in README.md."""
