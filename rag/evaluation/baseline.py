"""The textbook recipe, for comparison: chunks of 1,000 characters, the nearest four, one plain prompt."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.reading import read_report
from index.types import Document, Passage, StoredPassage
from models.base import Embedder, LanguageModel, Message, Progress
from rag.config import Settings
from rag.errors import AnswerError
from rag.evaluation.gold import GoldItem
from rag.evaluation.metrics import is_refusal
from rag.evaluation.result import Result
from rag.evaluation.run import System, run_system
from rag.types import Answer, Citation, Evidence

if TYPE_CHECKING:
    import faiss

CHUNK_CHARACTERS = 1000
OVERLAP_CHARACTERS = 100
PASSAGES = 4
MAX_TOKENS = 160
INSTRUCTION = "Answer the question using only the context. If the context does not hold the answer, say so."
TEMPLATE_TOKENS = 64
"""Kept free for the roles and marks that a chat template adds."""


def run_baseline(
    assistant: System, items: Sequence[GoldItem], *, progress: Progress | None = None, gold: Path | None = None
) -> Result:
    """Run the textbook recipe over the same reports, with the assistant's own models.

    :param assistant: whose reports and models are used.
    :param items: the questions.
    :param progress: called with (done, total) after each question.
    :param gold: the file of the questions, noted in the result.
    """
    recipe = TextbookRecipe(assistant)
    return run_system(recipe, items, name="baseline", tells_refusals=False, progress=progress, gold=gold)


class TextbookRecipe:
    """Answers as the tutorials do; reads and cuts the reports at once and holds everything in memory."""

    def __init__(self, assistant: System) -> None:
        self.settings: Settings = assistant.settings
        self.documents: Sequence[Document] = assistant.documents
        self.embedder: Embedder = assistant.embedder
        self.llm: LanguageModel = assistant.llm
        cut = (chunk for document in self.documents for chunk in _cut(document))
        self.chunks = tuple(StoredPassage(number, document, passage) for number, (document, passage) in enumerate(cut))

    @cached_property
    def _vectors(self) -> faiss.IndexFlatIP:
        """The FAISS index of the chunks, made at the first search."""
        import faiss

        vectors = faiss.IndexFlatIP(self.embedder.dimension)
        if self.chunks:
            vectors.add(self.embedder.embed_passages([chunk.passage.text for chunk in self.chunks]))
        return vectors

    def search(self, question: str, *, k: int = 10) -> list[Evidence]:
        """The nearest chunks."""
        scores, ids = self._vectors.search(self.embedder.embed_query(question)[None, :], k)
        return [
            _evidence(self.chunks[id], float(score)) for score, id in zip(scores[0], ids[0], strict=True) if id >= 0
        ]

    def ask(self, question: str) -> Answer:
        """Whatever the model makes of the nearest four chunks; all four count as cited."""
        start = time.perf_counter()
        found = self.search(question, k=PASSAGES)
        seconds = {"retrieve": time.perf_counter() - start}
        messages = [Message("user", self._prompt(question, [evidence.text for evidence in found]))]
        pieces = []
        for piece in self.llm.stream(messages, max_tokens=MAX_TOKENS, temperature=0.0):
            seconds.setdefault("first_token", time.perf_counter() - start)
            pieces.append(piece)
        seconds["total"] = time.perf_counter() - start
        text = "".join(pieces).strip()
        citations = tuple(_citation(n, evidence) for n, evidence in enumerate(found, start=1))
        return Answer(question, text, is_refusal(text), citations=citations, evidence=tuple(found), seconds=seconds)

    def _prompt(self, question: str, texts: Sequence[str]) -> str:
        """The prompt; where the model's context is too small for all chunks, the last ones are left out."""
        room = self.llm.context - MAX_TOKENS - TEMPLATE_TOKENS
        for kept in range(len(texts), 0, -1):
            prompt = _prompt(question, texts[:kept])
            if self.llm.count_tokens(prompt) <= room:
                return prompt
        return _prompt(question, [])


def _prompt(question: str, texts: Sequence[str]) -> str:
    """Instruction, context and question as one message."""
    context = "\n\n".join(texts)
    return f"{INSTRUCTION}\n\nContext:\n{context}\n\nQuestion: {question}\nAnswer:"


def _cut(document: Document) -> Iterator[tuple[Document, Passage]]:
    """The chunks of one report's lines as printed."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    try:
        lines = read_report(Path(document.path), name=document.name).lines
    except ReadError as error:
        fix = "Put the file back, or index the reports again where they lie now."
        raise AnswerError(f"The baseline cannot read {error.problem}", fix=fix) from error
    text = "\n".join(line.text for line in lines)
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS)
    start = 0
    for chunk in splitter.split_text(text):
        start = max(text.find(chunk, start), start)
        first = text.count("\n", 0, start) + 1
        yield document, Passage(chunk, (), (first, first + chunk.count("\n")))


def _evidence(chunk: StoredPassage, score: float) -> Evidence:
    """A chunk as a search result."""
    document, passage = chunk.document, chunk.passage
    return Evidence(document.name, document.title, "", None, passage.lines, passage.text, score, chunk)


def _citation(n: int, evidence: Evidence) -> Citation:
    """A chunk as a citation; no part of it is singled out."""
    return Citation(
        n, evidence.document, evidence.title, "", None, evidence.lines, text=evidence.text, quote=evidence.text
    )
