"""Documents become mentions: states, organizations, groups, people, systems, quantities, dates."""

from kg.recognise.adapter import Plugin, plugin
from kg.recognise.pipeline import Recognised, pipeline, recognise

__all__ = ["Plugin", "Recognised", "pipeline", "plugin", "recognise"]
