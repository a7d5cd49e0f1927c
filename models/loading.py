"""Language models by name: one of the catalogue, a GGUF file, or a server."""

from __future__ import annotations

from models.base import LanguageModel
from models.cpu import real_cores
from models.endpoint import endpoint_of, is_address
from models.files import locate
from models.llm import GgufModel
from models.server import ServerModel


def load_llm(
    name: str, *, threads: int = 0, context: int = 2048, server_model: str = "", text_may_leave: bool = False
) -> LanguageModel:
    """Make a language model. Weights are loaded, or the server is called, with the first question.

    :param name: A name of the catalogue, the path of a GGUF file, or the address of an OpenAI-compatible server.
    :param threads: CPU threads; 0 means as many as there are real cores.
    :param context: Tokens kept for prompt and answer together.
    :param server_model: What the server calls the model; empty where it has only one.
    :param text_may_leave: Whether the server may be another machine, to which questions and passages then go.
    :raises ModelError: If there is no such model, its file is damaged, or the server is not to be used.
    """
    if is_address(name):
        return ServerModel(endpoint_of(name, elsewhere=text_may_leave), model=server_model, context=context)
    local = locate(name, kind="llm")
    limit = local.spec.context if local.spec else context
    return GgufModel(local, threads=threads or real_cores(), context=min(context, limit))
