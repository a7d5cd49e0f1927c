"""The chat, thin over the public API of :mod:`rag`."""

import os

# Gradio and the hub client read these once: nothing about a question leaves the machine, and no statistics of the
# questions are kept (Gradio would work them out with pandas after every event).
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
