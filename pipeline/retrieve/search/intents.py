"""What kind of answer a question wants, where that changes the order.

Enter: a question. Leave: whether it asks for a number, so that passages with figures rise. It is
the one intent that stayed: definition, comparison, how-to and failure were each tried on the
questions and collections of docs/retrieval.md and helped one and hurt another.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

NUMBER = 0.12  # for the passage with the largest share of figures, none for that with the least
_NUMBER = re.compile(
    r"""\b(?: how\s+(?: many | much | long | often | large | big | far | fast | small )
          | (?: what | which | at\s+what )\s+(?: share | percent\w* | fraction | size | number | rate )
          | at\s+what )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def asks_number(question: str) -> bool:
    """Whether the question wants a quantity."""
    return _NUMBER.search(question) is not None


def standing(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Of each value, the share of the others that are smaller: 0 for the least."""
    return np.searchsorted(np.sort(values), values) / max(len(values) - 1, 1)
