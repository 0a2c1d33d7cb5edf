"""Words in quotation marks: who writes `"read your writes"` wants them just so, one after another.

Enter: a question, the passages nominated for it. Leave: the phrases, and how many of them stand
word for word in each passage, in its title or in a heading. Case, white space, emphasis and the hyphens
between words are looked past (`read-your-writes`, `read **your** writes`), other signs are not. Words
are compared as written and not by their stems, and none is too common to count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.engine import Engine, Limits, RowView
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.search import rankers

# 5" and 7" are inches
QUOTED = re.compile(r"(?<!\w)[\"“„«]([^\"“”„«»]+)[\"“”»](?!\w)|(?<!\w)»([^\"“”„«»]+)«(?!\w)")
NOMINATED = 1000  # passages by a phrase's words, to look for the phrase in
_BETWEEN = r"[\s*_`'’\-\u2010-\u2013]"  # what may stand between two words of a phrase
_WORD = re.compile(rf"(?:(?!{_BETWEEN})\S|(?<=\w)['’](?=\w))+")
_OPENS, _CLOSES = " \t\n([{", " \t\n.,;:!?…)]}"  # signs around a phrase that are no part of it
_OTHER_HALF = dict(zip("([{)]}", ")]}([{", strict=True))
_PARTS = re.compile(r"[^\W_]+")
Scores = npt.NDArray[np.float64]


def phrases(question: str) -> tuple[str, ...]:
    """The quoted runs of two words or more, or of one with a sign in it (`max-age=0`, `--force`), each
    once, a space between words and without the full stop that ends them."""
    found = (" ".join(_bare(match[1] or match[2]).split()) for match in QUOTED.finditer(question))
    return tuple(dict.fromkeys(one for one in found if one and not one.isalnum()))


def unquoted(question: str) -> str:
    """What a question says beside its phrases."""
    held = set(phrases(question))
    return QUOTED.sub(lambda hit: "" if held & set(phrases(hit[0])) else hit[0], question)


def holding(index: Engine, view: RowView, asked: Sequence[str]) -> Scores:
    """For each row, how many of the phrases its passage holds."""
    wanted = [(frozenset(rankers.codes(_needed(one))), _pattern(one)) for one in asked]
    found = np.zeros(len(view.at))
    for place, name in enumerate(view.ids()):
        held = set(view.terms(place).tolist())
        close = [pattern for codes, pattern in wanted if codes <= held]
        if close and (passage := index.passage(name)):
            document = index.document(passage.document)
            texts = (passage.text, *passage.headings, document.title if document else "")
            found[place] = sum(any(map(pattern.search, texts)) for pattern in close)
    return found


def holders(phrase: str, index: Engine, most: int, limits: Limits) -> Rows:
    """The rows that hold a phrase, of those nominated by its words; the best `most` by BM25."""
    near = rankers.pooled(index, words(phrase), NOMINATED, limits)
    if near is None:
        return np.empty(0, dtype=np.int64)
    held = np.flatnonzero(holding(index, near.view, [phrase]))
    best = np.argsort(-rankers.exact(index, near)[held], kind="stable")[:most]
    return near.rows[held[best]]


def unheld(question: str, index: Engine, limits: Limits) -> dict[str, str]:
    """The phrases of a question that were found in no passage, and how far each was looked for."""
    found = {phrase: _looked(phrase, index, limits) for phrase in phrases(question)}
    return {phrase: said for phrase, said in found.items() if said}


def _looked(phrase: str, index: Engine, limits: Limits) -> str:
    asked = words(phrase)
    if not asked:
        return "is of common words alone, which are not looked for"
    near = rankers.pooled(index, asked, NOMINATED, limits)
    if near is not None and holding(index, near.view, [phrase]).any():
        return ""
    if near is None or len(near.rows) < NOMINATED:
        return "stands in no passage"
    return f"stands in none of the {NOMINATED:,} passages that fit its words best"


def words(phrase: str) -> dict[str, float]:
    """The terms by which passages with a phrase are nominated: those of its words, each alone."""
    return rankers.weigh(" ".join(_PARTS.findall(phrase)))


def _needed(phrase: str) -> list[str]:
    """Terms that a passage with the phrase has, whatever its words are joined to there."""
    parts = map(terms.of, _PARTS.findall(phrase))
    return [part[0] for part in parts if len(part) == 1]


def _bare(run: str) -> str:
    """A quoted run without the signs around it; brackets that it closes stay (`open()`)."""
    while run and _around(run, run[0], _OPENS):
        run = run[1:]
    while run and _around(run, run[-1], _CLOSES):
        run = run[:-1]
    return run


def _around(run: str, sign: str, signs: str) -> bool:
    return sign in signs and _OTHER_HALF.get(sign, "\0") not in run


def _pattern(phrase: str) -> re.Pattern[str]:
    """The words one after another, whatever of `_BETWEEN` stands between them; a phrase of a single word
    with signs as it is written."""
    found = _WORD.findall(phrase)
    whole = len(found) < 2
    run = re.escape(phrase) if whole else f"{_BETWEEN}+".join(map(_escaped, found))
    first, last = (phrase[0], phrase[-1]) if whole else (found[0][0], found[-1][-1])
    before, after = (r"(?<!\w)" if _is_word(first) else "", r"(?!\w)" if _is_word(last) else "")
    return re.compile(f"{before}{run}{after}", re.IGNORECASE)


def _escaped(word: str) -> str:
    return "['’]".join(map(re.escape, re.split("['’]", word)))


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
