"""The few small pictures of the page, drawn here: nothing is fetched."""

from __future__ import annotations

_OPEN = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'

THUMB = (
    f'{_OPEN}<path d="M4 11h3v9H4zM7 11l4-8c1.6 0 2.5 1 2.5 2.6V9h4.7a2 2 0 0 1 2 2.3l-1.1 7a2 2 0 0 1-2 1.7H7"/></svg>'
)
PENCIL = f'{_OPEN}<path d="M4 20l1-5L16 4l4 4L9 19zM14 6l4 4"/></svg>'
AGAIN = f'{_OPEN}<path d="M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5"/></svg>'
CROSS = f'{_OPEN}<path d="M6 6l12 12M18 6L6 18"/></svg>'
SAVE = f'{_OPEN}<path d="M12 4v11M7 10l5 5 5-5M5 20h14"/></svg>'
LEFT = f'{_OPEN}<path d="M15 5l-7 7 7 7"/></svg>'
RIGHT = f'{_OPEN}<path d="M9 5l7 7-7 7"/></svg>'
LARGER = f'{_OPEN}<path d="M9 4H4v5M15 20h5v-5M4 4l6 6M20 20l-6-6"/></svg>'
