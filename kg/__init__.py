"""Knowledge graph of conflict news: who supplied which system to whom, in which status, says who."""

__version__ = "0.1.0"
