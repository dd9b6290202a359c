"""The page that `pincite web` serves. What Gradio reads when it is imported is set here: it reports nothing to anyone."""

import os

os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_DISABLE_TELEMETRY="1",
    GRADIO_ANALYTICS_MAX_EVENTS="1",  # kept in memory for a dashboard that is closed …
    GRADIO_ANALYTICS_CACHE_FREQUENCY=str(10**9),  # … and summed up after each question, but for this
)
