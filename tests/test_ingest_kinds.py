"""Every kind of input that readers get wrong is read rightly, in every format, and beyond one case."""

from __future__ import annotations

import re

import pytest

from pipeline.ingest.identity import canonical_url
from pipeline.ingest.reading import Input, Reading
from pipeline.ingest.sources import formats
from tests.readings import SAMPLES, TOLD, Sample, Told


def _read(name: str, data: bytes) -> tuple[Reading, ...]:
    suffix = formats.suffix_of(name)
    reader = "feed" if suffix == "json" else formats.BY_SUFFIX[suffix].name
    return formats.read(reader, Input(name, data, suffix, "", {}))[0]


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text as words: 30 is not in 130."""
    edged = rf"(?<![^\W_]){re.escape(words)}(?![^\W_])" if words[0].isalnum() else re.escape(words)
    return re.search(edged, text) is not None


def _misread(sample: Sample) -> list[str]:
    text = "\n\n".join(one.text for one in _read(f"a.{sample.suffix}", sample.data))
    lost = [f"lost {words!r}" for words in sample.says if words not in text]
    return lost + [f"states {words!r}" for words in sample.never if _stands(words, text)]


def _mistold(told: Told) -> list[str]:
    found = _read(told.name, told.data)
    wrong = [] if len(found) == len(told.says) else [f"{len(found)} readings"]
    for one, says in zip(found, told.says, strict=False):
        for field, value in says.items():
            stated = getattr(one, field)
            if field == "text":
                wrong += [f"lost {part!r}" for part in value if part not in stated]  # type: ignore[attr-defined]
            elif (canonical_url(stated) if field == "url" else stated) != value:
                wrong.append(f"{field} is {stated!r}, not {value!r}")
    same = len({(one.url, one.key, one.path) for one in found}) < len(found)
    return [*wrong, "two of one id"] if same else wrong


@pytest.mark.parametrize("kind", sorted({sample.kind for sample in SAMPLES}))
def test_a_text_says_what_its_source_shows(kind: str) -> None:
    samples = [sample for sample in SAMPLES if sample.kind == kind]
    assert len(samples) >= 10
    assert [(one.suffix, one.part, wrong) for one in samples if (wrong := _misread(one))] == []


@pytest.mark.parametrize("kind", sorted({told.kind for told in TOLD}))
def test_what_a_source_says_of_itself_is_told_as_it_says_it(kind: str) -> None:
    files = [told for told in TOLD if told.kind == kind]
    assert len(files) >= 10
    assert [(one.name, one.text, wrong) for one in files if (wrong := _mistold(one))] == []
