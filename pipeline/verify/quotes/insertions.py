"""What an editor may put in brackets into a quote.

Enter: a bracket, and the source tokens whose place it takes. Leave: whether it is the source's own, or
stands for a reference or a function word.
"""

from __future__ import annotations

import re

from pipeline.text import lexicon
from pipeline.text.folding import Folded
from pipeline.text.words import STOPWORDS
from pipeline.verify.quotes.borders import other_speaker
from pipeline.verify.quotes.elisions import turns
from pipeline.verify.quotes.segments import Bracket


def allowed(bracket: Bracket, replaced: tuple[str, ...], source: Folded, index: int) -> bool:
    """Whether an editor may put this bracket in the place of these source tokens."""
    counts = any(any(c.isdigit() for c in word) for word in bracket.words)
    if turns(bracket.words) or counts or other_speaker(source, index, replaced, bracket.words):
        return False
    if not replaced:
        after_reference = index > 0 and source.norms[index - 1] in lexicon.RESOLVED
        return all(word in lexicon.INSERTABLE for word in bracket.words) or (
            after_reference
            and source.norms[index - 1] not in lexicon.DETERMINERS
            and _names(bracket, source)
        )
    if len(replaced) == 1 and all(w in lexicon.COPULAS for w in (*replaced, *bracket.words)):
        return len(bracket.words) == 1  # another tense or number: `is` for `was`
    bracket, replaced = _uncontracted(bracket, replaced)
    if not all(word in lexicon.RESOLVED for word in replaced):
        return False
    return _names(bracket, source) or all(word in lexicon.INSERTABLE for word in bracket.words)


def _names(bracket: Bracket, source: Folded) -> bool:
    """At most four words that say no more than who or what is meant.

    All are the source's own, but for one common noun behind a determiner.
    """
    if not 0 < len(bracket.words) <= 4:
        return False
    own = [word for word in bracket.words if word not in lexicon.INSERTABLE | lexicon.RESOLVED]
    if any(one.endswith("ly") or one in lexicon.NO_NAMES | STOPWORDS for one in own):
        return False
    unknown = [one for one in own if not _known(one, source)]
    definite = bracket.words[0] in lexicon.DETERMINERS - {"a", "an"}
    return not unknown or (len(own) == 1 and definite and own[0] not in bracket.capitals)


def _known(word: str, source: Folded) -> bool:
    """Whether a source has a word, as it is, in its possessive or without it."""
    bare = word.removesuffix("'s")
    return any(one in source.places for one in (word, bare, f"{bare}'s", f"{bare}s"))


# What stands for `'s` and its like behind a pronoun.
CONTRACTED = {
    "s": ("is", "has"), "re": ("are",), "ve": ("have",), "ll": ("will",), "d": ("would", "had"),
    "m": ("am",),
}  # fmt: skip


def _uncontracted(bracket: Bracket, replaced: tuple[str, ...]) -> tuple[Bracket, tuple[str, ...]]:
    """`[the index]'s` for `it's`: both without what they share behind the apostrophe."""
    bare, _, contracted = replaced[0].partition("'") if len(replaced) == 1 else ("", "", "")
    if len(bracket.words) > 1 and bracket.words[-1] in CONTRACTED.get(contracted, ()):
        return Bracket(bracket.words[:-1], bracket.text, bracket.capitals), (bare,)
    ending = re.search(r"'(?:s|re|ve|ll|d|m|t)$", bracket.words[-1]) if bracket.words else None
    if len(replaced) != 1 or ending is None or not replaced[0].endswith(ending[0]):
        return bracket, replaced
    bare = bracket.words[-1].removesuffix(ending[0])
    own = Bracket((*bracket.words[:-1], bare), bracket.text, _bare_names(bracket, bare))
    return own, (replaced[0].removesuffix(ending[0]),)


def _bare_names(bracket: Bracket, last: str) -> frozenset[str]:
    ends = bracket.words[-1]
    return bracket.capitals | ({last} if ends in bracket.capitals else frozenset())
