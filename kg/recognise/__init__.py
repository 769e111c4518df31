"""Documents become mentions: states, organizations, groups, people, systems, quantities, dates."""

from kg.recognise.pipeline import Recognised, pipeline, recognise

__all__ = ["Recognised", "pipeline", "recognise"]
