"""The learned encoder: a small BERT that reads a sentence with its names masked and judges each system and actor.

Model: MiniLM, six layers (Wang et al. 2020, https://arxiv.org/abs/2002.10957), fine-tuned by ``training/encoder.py``,
run on onnxruntime. ``encoder-<lang>.onnx`` holds a language's layers; ``seeds/models/README.md`` is the model card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime

from kg import resources
from kg.claim import Status
from kg.recognise.wordpieces import Embeddings, embeddings
from kg.relate.clause import Clause
from kg.relate.masked import Masker, masker

STATUSES = (
    Status.REQUESTED,
    Status.CONSIDERED,
    Status.ANNOUNCED,
    Status.APPROVED,
    Status.ORDERED,
    Status.DELIVERED,
    Status.REFUSED,
    Status.SUSPENDED,
    Status.DENIED,
)  # the order of the model's classes


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the encoder thinks of a system: the chance of a transfer, of each status, and the roles of each actor
    (none, supplier, recipient) by the actor's first token.
    """

    transfer: float
    statuses: dict[str, float]
    roles: dict[int, tuple[float, ...]]


Reader = Callable[[Sequence[Clause], int], dict[int, Opinion]]  # an encoder, or what one said before


class Encoder:
    """Judges the systems of a sentence. One sentence a run: what it says does not depend on its neighbours' lengths."""

    def __init__(self, model: bytes, mask: Masker, embed: Embeddings) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._mask, self._embed = mask, embed

    def __call__(self, units: Sequence[Clause], at: int) -> dict[int, Opinion]:
        """The opinions on the systems of the ``at``-th sentence, by each system's first token."""
        masked = self._mask(units, at)
        systems = [m.start for group in units[at].systems for m in group if m.start in masked.at]
        actors = [token for token in masked.at if token not in systems]
        if not systems:
            return {}
        inputs = {
            "kinds": masked.kinds,
            "segments": masked.segments,
            "systems": [masked.at[token] for token in systems],
            "actors": [masked.at[token] for token in actors] or [0],
        }
        arrays = {name: np.array(values, dtype=np.int64) for name, values in inputs.items()}
        given = {"words": self._embed(masked.pieces)[np.newaxis], **arrays}
        transfer, statuses, roles = self._session.run(["transfer", "statuses", "roles"], given)
        return {
            token: Opinion(
                float(transfer[i]),
                dict(zip(map(str, STATUSES), statuses[i].tolist(), strict=True)),
                {actor: tuple(roles[i, j].tolist()) for j, actor in enumerate(actors)},
            )
            for i, token in enumerate(systems)
        }


@cache
def encoder(lang: str) -> Encoder | None:
    """The encoder of a language; None where there is none."""
    models = resources.folder("seeds").joinpath("models")
    file = models.joinpath(f"encoder-{lang}.onnx")
    if not file.is_file():
        return None
    return Encoder(file.read_bytes(), masker(lang), embeddings())

