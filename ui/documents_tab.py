"""The tab that lists the reports of the index, adds some and removes some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from index.reading import SUFFIXES
from index.types import Document
from ui import icons, render, scripts
from ui.adding import STAGES, Additions, Job
from ui.library import Facts, Library
from ui.owner import owner_of

DELETED = "Its file is deleted from this machine's uploads."
BUSY = "Reports are being added or removed just now: try again when that is done."
DENIED = "Reports are added and removed by the administrators of this chat."


@dataclass(frozen=True, slots=True)
class DocumentsTab:
    """The widgets of the tab, and what they do."""

    library: Library
    additions: Additions
    may_change: Callable[[str], bool]
    """Whether somebody may add and remove reports, by the name that they logged in with."""
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

    def add(self, files: Sequence[str] | None, request: gr.Request) -> tuple[Any, ...]:
        """Take uploaded files."""
        given = [Path(file) for file in files or ()]
        if self._allows(request) and not self.additions.add(given):
            gr.Warning(BUSY)
        for file in given:  # what is kept lies elsewhere; Gradio would keep its copy where others may fetch it
            file.unlink(missing_ok=True)
        return self.look(request)

    def remove(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Take a report out of the index."""
        document = next((each for each in self.library.facts().documents if each.name == str(event.name)), None)
        if document and self._allows(request) and not self.additions.remove(document):
            gr.Warning(BUSY)
        return self.look(request)

    def cancel(self, request: gr.Request) -> tuple[Any, ...]:
        """Break off what is going on."""
        if self._allows(request):
            self.additions.cancel()
        return self.look(request)

    def look(self, request: gr.Request) -> tuple[Any, ...]:
        """The tab as it is now; it is looked at again as long as something goes on."""
        job, allowed = self.additions.job, self.may_change(owner_of(request))
        upload = gr.File(value=None, visible=allowed and not job.running)
        listed = shelf(self.library.facts(), self.additions if allowed else None)
        return upload, _job(job, allowed=allowed), listed, gr.Timer(active=job.running)

    def _allows(self, request: gr.Request) -> bool:
        """Whether who asks may change what is indexed; who may not is told."""
        allowed = self.may_change(owner_of(request))
        if not allowed:
            gr.Warning(DENIED)
        return allowed


def lay_out(library: Library, additions: Additions, may_change: Callable[[str], bool]) -> DocumentsTab:
    """The widgets of the tab; what may be changed shows once it is known who looks."""
    with gr.Column(elem_id="documents-tab"):
        with gr.Column(elem_id="shelving"):
            upload = gr.File(
                label="Add reports: PDF, Word, web page, Markdown or plain text", file_count="multiple",
                file_types=sorted(SUFFIXES), elem_id="upload", height=130, visible=False,
            )  # fmt: skip
            job = gr.HTML("", elem_id="job", js_on_load=scripts.DOCUMENTS, apply_default_css=False)
        listed = gr.HTML(shelf(library.facts()), elem_id="shelf", js_on_load=scripts.DOCUMENTS, apply_default_css=False)
    timer = gr.Timer(0.7, active=additions.job.running)
    return DocumentsTab(library, additions, may_change, upload, job, listed, timer)


def shelf(facts: Facts, additions: Additions | None = None) -> str:
    """The reports of the index as a table; with what may change it, each can be removed."""
    if not facts.documents:
        return '<div class="panel"><p class="hint">There are no reports yet.</p></div>'
    rows = "".join(_row(document, facts, additions) for document in facts.documents)
    total = f"{sum(facts.passages.values()):,} passages, {sum(facts.figures.values()):,} figures"
    told = "" if additions else f'<p class="hint">{DENIED}</p>'
    return (
        f'<div class="panel"><h3>{render.count(len(facts.documents), "report")} · {total}</h3>{told}<div class="wide">'
        '<table class="shelf"><thead><tr><th>Report</th><th>Company</th><th>Year</th><th class="number">Passages</th>'
        f'<th class="number">Figures</th><th></th></tr></thead><tbody>{rows}</tbody></table></div></div>'
    )


def _row(document: Document, facts: Facts, additions: Additions | None) -> str:
    """One report."""
    warned = "".join(f"<li>{render.escape(warning)}</li>" for warning in document.warnings)
    noted = render.count(len(document.warnings), "warning")
    warnings = f'<details><summary>{noted}</summary><ul class="skipped">{warned}</ul></details>' if warned else ""
    passages, figures = facts.passages.get(document.name, 0), facts.figures.get(document.name, 0)
    return (
        f'<tr><td><span dir="auto">{render.escape(document.title or document.name)}</span>'
        f'<span class="sub">{render.escape(document.name)}</span>{warnings}</td>'
        f'<td dir="auto">{render.escape(document.company or "company unknown")}</td>'
        f"<td>{document.year or 'year unknown'}</td>"
        f'<td class="number" data-of="{"passage" if passages == 1 else "passages"}">{passages:,}</td>'
        f'<td class="number" data-of="{"figure" if figures == 1 else "figures"}">{figures:,}</td>'
        f"<td>{_removing(document, additions) if additions else ''}</td></tr>"
    )


def _removing(document: Document, additions: Additions) -> str:
    """What takes a report out of the index, with what becomes of its file; not while something goes on."""
    if additions.job.running:
        return f'<span class="quiet off" title="{BUSY}">{icons.CROSS}</span>'
    stays = f"Its file stays where it is and can be indexed again: {document.path}"
    file = DELETED if additions.uploaded(document) else stays
    return render.button(icons.CROSS, "remove", kind="quiet", title="Remove", name=document.name, file=file)


def _job(job: Job, *, allowed: bool = True) -> str:
    """What goes on, or what came of it; who is allowed to can break it off."""
    if not job.title:
        return ""
    told = "".join(f"<li{_weight(each)}>{render.escape(each)}</li>" for each in job.told)
    listed = f'<ul class="told">{told}</ul>' if told else ""
    if not job.running:
        ended = "failed" if job.failed else "done"
        return f'<div class="job {ended}" role="status"><b>{render.escape(job.title)}: {ended}</b>{listed}</div>'
    stage = STAGES.get(job.stage, "Starting")
    bar = f'<progress max="{job.total}" value="{job.done}"></progress>' if job.total else "<progress></progress>"
    stop = render.button("Cancel", "cancel", kind="link") if allowed else ""
    return f'<div class="job" role="status"><b>{render.escape(job.title)}</b> · {stage}… {stop}{bar}{listed}</div>'


def _weight(told: str) -> str:
    """The class of a line that tells of something left out."""
    return ' class="left-out"' if told.startswith(("skipped", "warning")) else ""
