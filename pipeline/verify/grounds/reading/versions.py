"""The forms in which the number of a version is written, and when two numbers are of one version.

Enter: two numbers. Leave: whether one is the other or its beginning. The patterns are for those who look
for versions in a text, without regard to case: what stands round them says which form is meant.
"""

from __future__ import annotations

from pipeline.text.numbers import DOTTED

ANY = r"v?\d+(?:\.\d+)*"  # behind a name or a word for it: `Helm 2`
_OWN = r"(?:[-‐‑](?=\w*[^\W\d_])\w+(?:\.\w+)*)?"  # what its maker adds: `-rc.1`; 5.0-5.3 are two
NUMBERED = rf"(?:{DOTTED}){_OWN}"  # may be a figure as well: `5.0`
SURE = rf"(?:v?\d+(?:\.\d+){{2,}}|v\d+(?:\.\d+)*(?![a-z\d])){_OWN}"  # is none
LISTED = r"v?\d+(?:\.(?:\d+|x))+|v\d+"  # one of several, or a line of them: `1.35.x`
NOUN = r"(?:versions?|releases?)"


def bare(version: str) -> str:
    """Without the letter for version: `1.36` of `v1.36`."""
    return version.lstrip("vV")


def same_version(a: str, b: str) -> bool:
    """Whether one version is the other, or its beginning: 5.0 and v5.0.0."""
    x, y = (bare(one).replace(".x", "").split(".") for one in (a, b))
    short = min(len(x), len(y))
    return x[:short] == y[:short]
