"""The tab that lists the reports of the index, adds some and removes some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from index.reading import SUFFIXES
from index.types import Document
from ui import icons, render, scripts
from ui.adding import STAGES, Additions, Job
from ui.library import Facts, Library

DELETED = "Its file is deleted from this machine's uploads."
BUSY = "Reports are being added or removed just now: try again when that is done."


@dataclass(frozen=True, slots=True)
class DocumentsTab:
    """The widgets of the tab, and what they do."""

    library: Library
    additions: Additions
    upload: gr.File
    job: gr.HTML
    shelf: gr.HTML
    timer: gr.Timer

    @property
    def outputs(self) -> list[Any]:
        """What a step of the job changes."""
        return [self.upload, self.job, self.shelf, self.timer]

    def wire(self, quiet: dict[str, Any]) -> Any:
        """What each widget calls; gives the event after which a change may have come into force."""
        self.upload.upload(self.add, self.upload, self.outputs, **quiet)
        self.job.cancel(self.cancel, None, self.outputs, **quiet)
        self.shelf.remove(self.remove, None, self.outputs, **quiet)
        return self.timer.tick(self.look, None, self.outputs, **quiet)

    def add(self, files: Sequence[str] | None) -> tuple[Any, ...]:
        """Take uploaded files."""
        given = [Path(file) for file in files or ()]
        if not self.additions.add(given):
            gr.Warning(BUSY)
        for file in given:  # what is kept lies elsewhere; Gradio would keep its copy where others may fetch it
            file.unlink(missing_ok=True)
        return self.look()

    def remove(self, event: gr.EventData) -> tuple[Any, ...]:
        """Take a report out of the index."""
        document = next((each for each in self.library.facts().documents if each.name == str(event.name)), None)
        if document and not self.additions.remove(document):
            gr.Warning(BUSY)
        return self.look()

    def cancel(self) -> tuple[Any, ...]:
        """Break off what is going on."""
        self.additions.cancel()
        return self.look()

    def look(self) -> tuple[Any, ...]:
        """The tab as it is now; it is looked at again as long as something goes on."""
        job = self.additions.job
        upload = gr.File(value=None, interactive=not job.running)
        return upload, _job(job), shelf(self.library.facts(), self.additions), gr.Timer(active=job.running)


def lay_out(library: Library, additions: Additions) -> DocumentsTab:
    """The widgets of the tab."""
    with gr.Column(elem_id="documents-tab"):
        with gr.Column(elem_id="shelving"):
            upload = gr.File(
                label="Add reports: PDF, Word, web page, Markdown or plain text", file_count="multiple",
                file_types=sorted(SUFFIXES), elem_id="upload", height=130,
            )  # fmt: skip
            job = gr.HTML(_job(additions.job), elem_id="job", js_on_load=scripts.DOCUMENTS, apply_default_css=False)
        listed = gr.HTML(
            shelf(library.facts(), additions), elem_id="shelf", js_on_load=scripts.DOCUMENTS, apply_default_css=False
        )
    return DocumentsTab(library, additions, upload, job, listed, gr.Timer(0.7, active=additions.job.running))


def shelf(facts: Facts, additions: Additions) -> str:
    """The reports of the index as a table."""
    if not facts.documents:
        return '<div class="panel"><p class="hint">There are no reports yet.</p></div>'
    rows = "".join(_row(document, facts, additions) for document in facts.documents)
    total = f"{sum(facts.passages.values()):,} passages, {sum(facts.figures.values()):,} figures"
    return (
        f'<div class="panel"><h3>{render.count(len(facts.documents), "report")} · {total}</h3><div class="wide">'
        '<table class="shelf"><thead><tr><th>Report</th><th>Company</th><th>Year</th><th class="number">Passages</th>'
        f'<th class="number">Figures</th><th></th></tr></thead><tbody>{rows}</tbody></table></div></div>'
    )


def _row(document: Document, facts: Facts, additions: Additions) -> str:
    """One report."""
    warned = "".join(f"<li>{render.escape(warning)}</li>" for warning in document.warnings)
    noted = render.count(len(document.warnings), "warning")
    warnings = f'<details><summary>{noted}</summary><ul class="skipped">{warned}</ul></details>' if warned else ""
    if additions.job.running:
        last = f'<span class="quiet off" title="{BUSY}">{icons.CROSS}</span>'
    else:
        stays = f"Its file stays where it is and can be indexed again: {document.path}"
        file = DELETED if additions.uploaded(document) else stays
        last = render.button(icons.CROSS, "remove", kind="quiet", title="Remove", name=document.name, file=file)
    return (
        f'<tr><td><span dir="auto">{render.escape(document.title or document.name)}</span>'
        f'<span class="sub">{render.escape(document.name)}</span>{warnings}</td>'
        f'<td dir="auto">{render.escape(document.company or "not told")}</td><td>{document.year or "not told"}</td>'
        f'<td class="number">{facts.passages.get(document.name, 0):,}</td>'
        f'<td class="number">{facts.figures.get(document.name, 0):,}</td><td>{last}</td></tr>'
    )


def _job(job: Job) -> str:
    """What goes on, or what came of it."""
    if not job.title:
        return ""
    told = "".join(f"<li{_weight(each)}>{render.escape(each)}</li>" for each in job.told)
    listed = f'<ul class="told">{told}</ul>' if told else ""
    if not job.running:
        ended = "failed" if job.failed else "done"
        return f'<div class="job {ended}" role="status"><b>{render.escape(job.title)}: {ended}</b>{listed}</div>'
    stage = STAGES.get(job.stage, "Starting")
    bar = f'<progress max="{job.total}" value="{job.done}"></progress>' if job.total else "<progress></progress>"
    stop = render.button("Cancel", "cancel", kind="link")
    return f'<div class="job" role="status"><b>{render.escape(job.title)}</b> · {stage}… {stop}{bar}{listed}</div>'


def _weight(told: str) -> str:
    """The class of a line that tells of something left out."""
    return ' class="left-out"' if told.startswith(("skipped", "warning")) else ""
