"""Words, stems and noun phrases of technical English, without a model.

Enter: text. Leave: words, terms and phrases in order. Stemming is the S-stemmer of Harman (1991):
plural and third-person endings only, so that terms stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:[-'’./+#][^\W_]+)*[+#%]*")
STOPWORDS = frozenset(
    "a about above after again against all almost alone along already also although always am among "
    "an and another any are around as at away back be became because become becomes been before "
    "behind being below between both but by can cannot could did do does doing done down during each "
    "either else enough even ever every few first for from further get gets given gives go goes had "
    "has have having he her here hers him his how however i if in instead into is it its itself just "
    "keep keeps last least less let like made make makes many may me might more most much must my "
    "near never new next no nor not nothing now of off often on once one only onto or other others "
    "our out over own per perhaps put puts rather really same say says second see several shall she "
    "should since so some still such take takes than that the their them then there these they thing "
    "things this those though through thus to today together too toward two under until up upon us "
    "use used uses using usually very was way we well were what when where whether which while who "
    "whole whose why will with within without would yet you your three four five six seven eight nine "
    "ten".split()
)
DETERMINERS = frozenset(
    "a an the each every its their this that these those one any some no both another".split()
)
ARTICLES = frozenset("a an the each every its their another no".split())  # never pronouns


def words(text: str) -> list[str]:
    """Words as they stand; technical tokens (`max-age`, `HTTP/3`, `C++`, `1.3`) stay whole."""
    return WORD.findall(text)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Lower-case word without plural or third-person ending (Harman's S-stemmer)."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    if len(low) > 4 and low.endswith("ies") and low[-4] not in "ae":
        return low[:-3] + "y"
    if len(low) > 4 and re.search(r"(?:ss|sh|(?<!ca)ch|x)es$", low):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and low[-2] not in "aius":
        return low[:-1]
    return low


def terms(text: str) -> list[str]:
    """Stems of the content words of a text, in order, repeats kept."""
    return [
        stem(word) for word in WORD.findall(text) if word.lower() not in STOPWORDS and len(word) > 1
    ]


def phrases(text: str, *, longest: int = 3) -> Iterator[tuple[tuple[str, ...], str]]:
    """Noun phrases of one to `longest` words: (stems, as written).

    A stretch of content words is taken for a noun phrase when an article opens it and a
    function word or punctuation closes it; this finds the names of things without a tagger.
    """
    tokens = list(WORD.finditer(text))
    for at, opener in enumerate(tokens):
        named = at > 0 and opener.group()[0].isupper()  # a name needs no determiner
        if opener.group().lower() not in ARTICLES and not named:
            continue
        run = [opener] if named and opener.group().lower() not in STOPWORDS else []
        for token in tokens[at + 1 : at + 2 + longest]:
            joined = text[(run[-1] if run else opener).end() : token.start()]
            if joined.strip() or token.group().lower() in STOPWORDS:
                break
            run.append(token)
        if 0 < len(run) <= longest and not any(token.group()[0].isdigit() for token in run):
            written = text[run[0].start() : run[-1].end()]
            yield tuple(stem(token.group()) for token in run), written


def clean(text: str) -> str:
    """The text on one line: every run of white space is one space."""
    return " ".join(text.split())
