"""A loaded llama.cpp model: prompts in, tokens out, the same ones for the same prompt. For one thread at a time."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from models.base import Held, Message
from models.errors import ModelError
from models.files import LocalModel, check_content
from models.holding import Holding
from models.llama import load
from models.pace import Pace
from models.pieces import loops

_log = logging.getLogger(__name__)

CHUNK = 64
"""Tokens of a prompt that go through the model together.

The prompt is always cut at the same places, and only whole chunks are kept from one prompt to the next. Numbers that
llama.cpp computes depend on how a prompt was cut, so this is what makes an answer the same whatever was asked before;
it is also how soon a long prompt can be cancelled. Measured on two cores, 64 is as fast as 512.
"""


class Engine:
    """A model in memory, with the prompt it saw last."""

    def __init__(self, local: LocalModel, *, threads: int, context: int) -> None:
        """Load the weights.

        :param local: The model's file.
        :param threads: CPU threads.
        :param context: Tokens of prompt and answer together.
        :raises ModelDamagedError: If llama.cpp cannot load the file.
        """
        check_content(local)
        self._local = local
        self._context = context
        self._llama = load(local, threads=threads, context=context, batch=CHUNK)
        self._pace = Pace(threads)
        self._kept: list[int] = []
        """The tokens of the last prompt's whole chunks, whose keys and values are still in memory."""

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        """The tokens of a text; marks of the model's own language count as such only if ``special``."""
        return list(self._llama.tokenize(text.encode("utf-8", "replace"), add_bos=False, special=special))

    def spelt(self, tokens: Sequence[int]) -> bytes:
        """The bytes that tokens stand for; those of one token may be a part of a character."""
        return bytes(self._llama.detokenize(list(tokens)))

    def prompt(self, messages: Sequence[Message]) -> list[int]:
        """The tokens of a conversation, in the form of the model's own template."""
        turns = [{"role": message.role, "content": self._plain(message.content)} for message in messages]
        refusal: Exception | None = None
        for form in (turns, _without_system(turns)):
            try:
                text = self._template(messages=form).prompt
            except ModelError:
                raise
            except Exception as error:  # a template is a program of the model's maker and may raise anything
                refusal = error
                continue
            # some templates leave a system turn out without a word
            if all(turn["content"].strip() in text for turn in form if turn["role"] == "system"):
                return self.tokenize(text, special=True)
        problem = f"The chat template of {self._local.weights} refuses these messages: {refusal}"
        raise ModelError(problem, fix="Use another model.") from refusal

    def answer(
        self,
        prompt: list[int],
        *,
        max_tokens: int,
        temperature: float,
        cancel: threading.Event,
        held: Held | None = None,
    ) -> Iterator[bytes]:
        """Yield the bytes of one token after the other, until the model ends, loops or is cancelled."""
        if len(prompt) >= self._context:
            problem = f"The prompt has {len(prompt)} tokens, but the context holds {self._context}"
            raise ModelError(problem, fix="Ask with fewer or shorter passages, or raise context in [models].")
        self._use(self._pace.begin())
        if not self._take_in(prompt, cancel):
            return
        said: list[int] = []
        holding = Holding(held, self, said=said, wide=temperature > 0) if held else None
        for token in self._llama.generate(prompt, temp=temperature, logits_processor=_listed(holding)):
            if holding and holding.error:
                raise holding.error
            if self.ends(token) or cancel.is_set():
                return
            self._use(self._pace.step())
            said.append(token)
            yield self.spelt([token])
            if len(said) >= min(max_tokens, self._context - len(prompt)) or cancel.is_set():
                return
            if loops(said):
                _log.info("%s repeats itself and was stopped after %d tokens", self._local.name, len(said))
                return

    def _take_in(self, prompt: list[int], cancel: threading.Event) -> bool:
        """Evaluate the prompt's whole chunks, all but the last piece; False if cancelled meanwhile."""
        whole = (len(prompt) - 1) // CHUNK * CHUNK
        shared = 0
        if not self._forgetful:
            limit = min(whole, len(self._kept))
            while shared < limit and prompt[shared : shared + CHUNK] == self._kept[shared : shared + CHUNK]:
                shared += CHUNK
        self._kept = prompt[:shared]
        if not shared:
            self._llama.reset()  # type: ignore[no-untyped-call]
        self._llama.n_tokens = shared
        for start in range(shared, whole, CHUNK):
            if cancel.is_set():
                return False
            self._llama.eval(prompt[start : start + CHUNK])
            self._use(self._pace.step())
            self._kept = prompt[: start + CHUNK]
        return not cancel.is_set()

    def _use(self, threads: int) -> None:
        """Compute on so many threads from now on."""
        from llama_cpp import llama_cpp

        llama_cpp.llama_set_n_threads(self._llama.ctx, threads, threads)

    @cached_property
    def _forgetful(self) -> bool:
        """Whether the model keeps one running state, of which no beginning can be kept."""
        from llama_cpp import llama_cpp

        model = self._llama.model
        return bool(llama_cpp.llama_model_is_recurrent(model) or llama_cpp.llama_model_is_hybrid(model))

    @cached_property
    def end(self) -> int:
        """The token that ends the model's turn."""
        return int(self._llama.token_eos())

    def ends(self, token: int) -> bool:
        """Whether a token ends the model's turn; there may be several that do."""
        from llama_cpp import llama_cpp

        return bool(llama_cpp.llama_vocab_is_eog(self._vocab, token))

    @cached_property
    def _vocab(self) -> Any:
        """llama.cpp's handle of the vocabulary."""
        from llama_cpp import llama_cpp

        return llama_cpp.llama_model_get_vocab(self._llama.model)

    def _plain(self, text: str) -> str:
        """A text in which the model's marks of turns are broken up: a report must not speak as the system."""
        return self._marks.sub(lambda mark: f"{mark[0][0]} {mark[0][1:]}", text)

    @cached_property
    def _marks(self) -> re.Pattern[str]:
        """The marks of the model's own language, such as the end of a turn."""
        from llama_cpp import llama_cpp

        names = [
            llama_cpp.llama_vocab_get_text(self._vocab, token).decode("utf-8", "replace")
            for token in range(self._llama.n_vocab())
            if llama_cpp.llama_vocab_get_attr(self._vocab, token) & llama_cpp.LLAMA_TOKEN_ATTR_CONTROL
        ]
        return re.compile("|".join(re.escape(name) for name in names if len(name) > 1) or r"(?!)")

    @cached_property
    def _template(self) -> Any:
        """The chat template that the file brings."""
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        template = self._llama.metadata.get("tokenizer.chat_template")
        if not template:
            raise ModelError(f"{self._local.weights} has no chat template", fix="Use an instruct or chat model.")
        return Jinja2ChatFormatter(
            template=template,
            eos_token=self._text(self._llama.token_eos()),
            bos_token=self._text(self._llama.token_bos()),
        )

    def _text(self, token: int) -> str:
        """How a token is written, empty if there is none."""
        from llama_cpp import llama_cpp

        return llama_cpp.llama_vocab_get_text(self._vocab, token).decode("utf-8", "replace") if token >= 0 else ""


def _listed(holding: Holding | None) -> Any:
    """What llama.cpp takes for its processors of logits."""
    from llama_cpp import LogitsProcessorList

    return LogitsProcessorList([holding]) if holding else None


def _without_system(turns: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The conversation for a template that has no place for a system: what it says begins the first question."""
    system = [turn["content"] for turn in turns if turn["role"] == "system"]
    first, *others = [turn for turn in turns if turn["role"] != "system"] or [{"role": "user", "content": ""}]
    return [first | {"content": "\n\n".join([*system, first["content"]])}, *others]
