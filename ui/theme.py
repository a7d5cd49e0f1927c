"""How the page looks before its own style sheet: Gradio's theme, and the page on which people log in."""

from __future__ import annotations

import gradio as gr

FONTS = ("Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")

LOGIN = """<style>
.gradio-container .wrap > .panel { max-width: 400px; margin: 12dvh auto 0; padding: 0 20px; background: none; }
.gradio-container .wrap h2 { display: none; }
.gradio-container .wrap p.auth { margin: 0; }
.gradio-container .wrap p.creds { margin: 0; color: #b91c1c; font-size: .9rem; font-weight: 500; }
.dark .gradio-container .wrap p.creds, .dark.gradio-container .wrap p.creds { color: #fca5a5; }
.gradio-container .wrap [data-testid=block-info] { text-transform: capitalize; }
.login { display: block; color: #0f766e; font-size: 1.6rem; font-weight: 700; }
.dark .login { color: #2dd4bf; }
.login + span { opacity: .75; font-size: .92rem; }
</style><b class="login">ESG Answers</b><span>Log in to ask about the reports.</span>"""
"""What stands above the fields; the page's own style sheet is not sent to who has not logged in."""


def theme() -> gr.themes.Base:
    """Colours and fonts; nothing of it is fetched from elsewhere."""
    base = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=FONTS, font_mono=("ui-monospace", "monospace"))
    return base.set(
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_600",
    )
