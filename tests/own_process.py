"""A few lines of Python in a process of their own: what they do to it, or die of, is not this one's."""

import os
import subprocess
import sys
from pathlib import Path


def run_apart(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """On a screen that nobody sees. `environment`: what it finds there besides."""
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", script],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
