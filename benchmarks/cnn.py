"""The usual small spaCy pipeline, untrained: what reading a text with a CNN costs, whatever its weights say."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.util import fix_random_seed

WIDTH, DEPTH = 96, 4
EMBED = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    "width": WIDTH,
    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
    "rows": [5000, 1000, 2500, 2500, 50, 50],
    "include_static_vectors": False,
}
ENCODE = {
    "@architectures": "spacy.MaxoutWindowEncoder.v2",
    "width": WIDTH,
    "depth": DEPTH,
    "window_size": 1,
    "maxout_pieces": 3,
}
NAMES, RELATIONS = 18, 45  # labels, as many as that of news text has


def cnn(lang: str, seed: int = 0) -> Language:
    """Tokenizer, CNN, parser and names of a language, with random weights; a seed gives the same ones."""
    logging.getLogger("spacy").setLevel(logging.ERROR)  # it asks for training data
    nlp = spacy.blank(lang)
    model = {"@architectures": "spacy.Tok2Vec.v2", "embed": EMBED, "encode": ENCODE}
    nlp.add_pipe("tok2vec", config={"model": model})
    for name, labels in (("parser", RELATIONS), ("ner", NAMES)):
        pipe: Any = nlp.add_pipe(name, config={"model": _transitions(name)})
        for label in range(labels):
            pipe.add_label(f"L{label}")
    fix_random_seed(seed)
    nlp.initialize()
    _randomize(nlp, np.random.default_rng(seed))
    return nlp


def _transitions(kind: str) -> dict[str, Any]:
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": listener,
    }


def _randomize(nlp: Language, chance: np.random.Generator) -> None:
    """Weights that start as zeros would choose the first step for ever; random ones go all ways."""
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk():  # type: ignore[attr-defined]
            for name in node.param_names:
                if node.has_param(name) and not node.get_param(name).any():
                    shape = node.get_param(name).shape
                    node.set_param(name, chance.normal(0, 0.1, shape).astype("float32"))
