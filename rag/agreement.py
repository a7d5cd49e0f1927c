"""Late interaction: how well each word of a question, as it stands there, is met by some word of a text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.store import Index
from models.base import Reading
from rag.question import content_words


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the embedder reads it, each of its tokens with what it counts."""

    reading: Reading
    weights: npt.NDArray[np.float32]

    @classmethod
    def of(cls, question: str, reading: Reading, index: Index) -> Asked:
        """Weigh the tokens of a question: the rarer their word in the index, the more; others than content nothing."""
        content = {part for word in content_words(question) for part in re.findall(r"\w+", word)}
        raw = np.zeros(len(reading.spans), dtype=np.float32)
        for found in re.finditer(r"\w+", question):
            if (word := found.group().lower()) in content:
                within = [at for at, (start, _) in enumerate(reading.spans) if found.start() <= start < found.end()]
                raw[within] = math.log((2 + index.count) / (1 + index.frequency((word,))))
        total = float(raw.sum())
        return cls(reading, raw / total if total else np.full_like(raw, 1 / max(1, len(raw))))

    def met_by(self, text: Reading) -> float:
        """The cosine of each token to the nearest one of a text, weighed; at most 1."""
        if not len(text.tokens) or not len(self.reading.tokens):
            return 0.0
        return float(self.weights @ (self.reading.tokens @ text.tokens.T).max(axis=1))
