"""How much faster a prompt is read with the copy that is made of the bundled model than with the file as shipped."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from models.engine import CHUNK
from models.files import LocalModel, locate, prepared
from models.llama import load

PROMPT = [1000 + n for n in range(4 * CHUNK)]


def _seconds(model: object) -> float:
    """Processor time of reading the prompt on one thread: a busy machine stretches the clock."""
    model.reset()
    start = time.process_time()
    for place in range(0, len(PROMPT), CHUNK):
        model.eval(PROMPT[place : place + CHUNK])
    return time.process_time() - start


@pytest.mark.bench
def test_the_prepared_model_reads_prompts_faster_than_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESG_HOME", str(tmp_path))
    shipped = locate("smollm2-135m-instruct", kind="llm")
    copy = prepared(shipped)
    assert copy != shipped

    def loaded(local: LocalModel) -> object:
        return load(local, threads=1, context=512, batch=CHUNK)

    models = loaded(shipped), loaded(copy)
    pairs = [tuple(_seconds(model) for model in models) for _ in range(3)]
    shutil.rmtree(tmp_path)
    ratio = min(pair[0] for pair in pairs) / min(pair[1] for pair in pairs)
    assert ratio >= 1.3, f"the prepared model reads only {ratio:.2f} times as fast as the shipped one"
