"""Fits what tells talk to a model from a public text (pipeline/text/printable/addressed.json).

    python bench/fit_addressed.py SETS FOLDER... [--folds] [--write]

SETS holds JSON lines with `text`: orders, role plays and errands for a model, in families by the first part
of a file's name. FOLDERs hold public documents, which are read as an ingest reads them. Of every set each
second row is kept back, and so is each second document by the hash of its name; a row whose words stand in
what is kept back, whatever the file, is in no fit. A word or pair of words takes part that `ROWS` rows of
`FAMILIES` families have and whose words `COMMON` stretches of public text have as well: no name or subject of
a set does. Each family weighs alike. A row is set into a document drawn at random, so that its distance
from the text is that of what a stranger plants. The threshold is where one in `--false` of the stretches
fitted on would be taken that speak to somebody. Printed for what is kept back: of each set how many rows are
told by the fit alone and with the signs beside it, and which sound stretches are taken; with `--folds` also
how many rows of each family a fit without that family tells, by words, by marks, and by both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.ingest.reading import Input, Reading
from pipeline.ingest.sources import formats
from pipeline.text.printable import addressed, asking

OUT = Path(addressed.__file__).with_suffix(".json")
FEATURES = 500
ROWS, FAMILIES = 8, 3  # of the sets that must have a word
COMMON = 20  # stretches of public text that must have it
BLOCKS, PARTS = 12, 2  # stretches of a document: blocks drawn of it, stretches of each
STEPS, RATE, PENALTY, WEIGHT = 300, 0.05, 2.0, 3.0  # WEIGHT: of a row of the sets
HEAD = 4  # stretches of a long row: further on it may be any text
MARK = "\0"
PLACES = 300  # public texts that rows are set into
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch, how far it is from its text, and of which row of which set it is."""

    text: str
    apart: dict[str, float]
    family: str = ""
    set: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """What a fit is made of: rows of the sets and sound stretches."""

    bad: list[Row]
    good: list[Row]


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in addressed.stretches(text)]


def hostile(folder: Path) -> dict[str, list[str]]:
    """The rows of each set; sound ones, which have `benign` in their names, are none of them."""
    found = {}
    for file in sorted(one for one in folder.glob("*.jsonl") if "benign" not in one.stem):
        rows = [json.loads(row)["text"] for row in file.read_text("utf-8").splitlines() if row]
        found[file.stem] = [row for row in rows if row.strip()]
    return found


def halves(
    sets: dict[str, list[str]], places: list[asking.TextAround]
) -> tuple[list[Row], list[Row]]:
    """(rows to fit on, rows kept back), none of the former with the words of one of the latter."""
    rng = random.Random(9)
    kept = [row for name in sets for row in _rows(name, sets[name], 1, rng, places)]
    known = {digest(row.text) for row in kept}
    fitted = [row for name in sets for row in _rows(name, sets[name], 0, rng, places)]
    return list(
        {digest(one.text): one for one in fitted if digest(one.text) not in known}.values()
    ), kept


def _rows(
    name: str, rows: list[str], half: int, rng: random.Random, places: list[asking.TextAround]
) -> Iterator[Row]:
    for at in range(half, len(rows), 2):
        for part in parts(rows[at])[:HEAD]:
            far = asking.apart(part, rng.choice(places))
            yield Row(part, far, name.split("_")[0].rstrip("0123456789"), name, at)


def digest(text: str) -> str:
    """What two stretches of the same words share."""
    return hashlib.sha256(" ".join(asking.told(text)).encode()).hexdigest()


def documents(folders: Iterable[Path]) -> Iterator[tuple[str, Reading]]:
    """Public documents with their file's name."""
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            suffix = formats.suffix_of(path.name)
            if suffix not in formats.BY_SUFFIX:
                continue
            given = Input(path.name, path.read_bytes(), suffix, "", {})
            try:
                readings, _ = formats.read(formats.BY_SUFFIX[suffix].name, given)
            except Exception as error:  # a file that no reader takes is no sample
                print(f"left out {path.name}: {error}", file=sys.stderr)
                continue
            for reading in readings:
                yield str(path.relative_to(folder)), reading


def sound(folders: Iterable[Path]) -> tuple[tuple[list[Row], list[Row]], list[asking.TextAround]]:
    """((stretches of documents to fit on, of those kept back) that speak to somebody, some texts)."""
    rng, places = random.Random(3), list[asking.TextAround]()
    found: tuple[list[Row], list[Row]] = ([], [])
    for name, reading in documents(folders):
        told = [one for one in reading.blocks if one.kind in ("paragraph", "list", "quote", "cue")]
        text = asking.around(f"{reading.title} {reading.text}")
        if text.size > asking.REST:
            places.append(text)
            if len(places) > PLACES:
                places.pop(rng.randrange(len(places)))
        half = found[int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2]
        for block in rng.sample(told, min(BLOCKS, len(told))):
            for part in parts(reading.text[block.start : block.end])[:PARTS]:
                if asking.speaks(asking.marks(part)):
                    half.append(Row(part, asking.apart(part, text)))
    return found, places


def chosen(sample: Sample) -> list[str]:
    """The words and pairs that part the two most, but for those of one set or of no public text."""
    theirs = Counter(one for row in sample.good for one in asking.features(row.text))
    rows, families = defaultdict(set), defaultdict(set)
    for row in sample.bad:
        for one in asking.features(row.text):
            rows[one].add((row.set, row.at))
            families[one].add(row.family)
    count = len({(row.set, row.at) for row in sample.bad})

    def parting(name: str) -> float:
        odds = math.log((len(rows[name]) + 0.5) / (count + 1)) - math.log(
            (theirs[name] + 0.5) / (len(sample.good) + 1)
        )
        return abs(odds) * math.sqrt(min(len(rows[name]), 30))

    names = sorted(
        name
        for name in rows
        if len(rows[name]) >= ROWS and len(families[name]) >= FAMILIES
        and all(theirs[word] >= COMMON for word in name.removeprefix("^").split())
    )  # fmt: skip
    return sorted(names, key=parting, reverse=True)[:FEATURES]


def marked(row: Row, *, built: bool) -> dict[str, float]:
    """The marks of a stretch, named so that none is called like a word."""
    found = asking.marks(row.text) | row.apart if built else {}
    return {f"{name}{MARK}": value for name, value in found.items()}


def fit(sample: Sample, words: list[str], *, built: bool = True) -> addressed.Likeness:
    """Weights and bias of a logistic regression with a penalty, by Adam's steps."""
    rows = sample.bad + sample.good
    names = [*words, *sorted({one for row in sample.bad for one in marked(row, built=built)})]
    place, known = {name: at for at, name in enumerate(names)}, frozenset(words)
    lines, columns, values = [], [], []
    for at, row in enumerate(rows):
        found = dict.fromkeys(asking.features(row.text) & known, addressed.scale(row.text))
        for name, value in (found | marked(row, built=built)).items():
            if name in place:
                lines.append(at)
                columns.append(place[name])
                values.append(value)
    weights = _steps(
        (np.array(lines), np.array(columns), np.array(values)), _shares(sample), len(names)
    )
    table = {name: round(float(one), 3) for name, one in zip(names, weights[:-1], strict=True)}
    return addressed.Likeness(
        {name: table[name] for name in words},
        {name.removesuffix(MARK): one for name, one in table.items() if name.endswith(MARK)},
        round(float(weights[-1]), 3),
        0.0,
    )


def _shares(sample: Sample) -> tuple[Array, Array]:
    """(what is true of each row, what it weighs): each family alike."""
    count = Counter(row.family for row in sample.bad)
    each = [WEIGHT * len(sample.bad) / len(count) / count[row.family] for row in sample.bad]
    truth = np.r_[np.ones(len(sample.bad)), np.zeros(len(sample.good))]
    return truth, np.r_[each, np.ones(len(sample.good))]


def _steps(
    design: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Array],
    shares: tuple[Array, Array],
    size: int,
) -> Array:
    rows, columns, values = design
    truth, share = shares
    weights = np.zeros(size + 1)
    weights[-1] = -4.0
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for _ in range(STEPS):
        sums = np.bincount(rows, weights[columns] * values, len(truth)) + weights[-1]
        off = (1 / (1 + np.exp(-sums)) - truth) * share
        slope = np.bincount(columns, off[rows] * values, size) + PENALTY * weights[:-1]
        slope = np.r_[slope, off.sum()]
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= RATE * mean / (np.sqrt(spread) + 1e-8)
    return weights


def score(told: addressed.Likeness, row: Row) -> float:
    return told.judged(told.near(row.text), row.apart)


def cut(told: addressed.Likeness, good: list[Row], false: float) -> addressed.Likeness:
    """The fit with the threshold that one in so many sound stretches passes."""
    highest = sorted((score(told, row) for row in good), reverse=True)
    return addressed.Likeness(
        told.words, told.marks, told.bias, round(highest[int(len(good) / false)], 3)
    )


def found(told: addressed.Likeness, rows: Iterable[Row], *, signs: bool = False) -> int:
    """How many rows of the sets have a stretch that is told."""
    return len({
        (row.set, row.at)
        for row in rows
        if score(told, row) > told.threshold or (signs and addressed.by_signs(row.text))
    })  # fmt: skip


def by_folds(sample: Sample, false: float) -> None:
    """How many rows of each family a fit without that family tells, by each kind of mark."""
    for name in sorted({row.family for row in sample.bad}):
        rest = Sample([row for row in sample.bad if row.family != name], sample.good)
        own = [row for row in sample.bad if row.family == name]
        words, figures = chosen(rest), {}
        for kind, known, built in (
            ("words", words, False),
            ("marks", [], True),
            ("both", words, True),
        ):
            told = fit(rest, known, built=built)
            figures[kind] = found(cut(told, sample.good, false), own)
        count = len({(row.set, row.at) for row in own})
        print(f"without {name}, of its {count}:", figures, flush=True)


def report(told: addressed.Likeness, kept: list[Row], good: list[Row]) -> None:
    for name in sorted({row.set for row in kept}):
        rows = [row for row in kept if row.set == name]
        count = len({row.at for row in rows})
        alone, both = found(told, rows), found(told, rows, signs=True)
        print(f"{name}: of {count} kept back {alone} are told, {both} with the signs")
    taken = [row for row in good if score(told, row) > told.threshold]
    print(
        f"of {len(good):,} stretches kept back that speak to somebody {len(taken)} are taken; some:"
    )
    for row in random.Random(1).sample(taken, min(40, len(taken))):
        print("   ", " ".join(row.text.split())[:150])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--false", type=float, default=500)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    (good, unseen), places = sound(asked.folders)
    bad, kept = halves(hostile(asked.sets), places)
    sample = Sample(bad, good)
    if asked.folds:
        by_folds(sample, asked.false)
    told = cut(fit(sample, chosen(sample)), good, asked.false)
    report(told, kept, unseen)
    if asked.write:
        fitted = {
            "bias": told.bias, "threshold": told.threshold,
            "words": dict(sorted(told.words.items())), "marks": dict(sorted(told.marks.items())),
        }  # fmt: skip
        OUT.write_text(json.dumps(fitted, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
