"""Station: the live unit board of a behavioural-health nursing station."""

from typing import Final

__version__: Final = "0.1.0"
