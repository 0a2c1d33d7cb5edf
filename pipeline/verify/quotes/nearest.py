"""Finds the one place a nearly right quote was meant to be cut from.

Enter: the tokens of a quote that does not stand in the source, and the folded source. Leave: a
`Near` (the source's token span and the edits) or None. Few, short, local edits are near; a
reordering, a splice across sentences, a paraphrase, two equally good places or readings are not.
Method: diagonals with most rare shared tokens, then an edit-distance alignment in that window.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from pipeline.text import lexicon
from pipeline.text.folding import Folded
from pipeline.verify.quotes.edits import Near, WordEdit

# Chosen on the development quotes so that no splice or paraphrase was ever repaired; the share
# of single edits repaired is flat around these values.
MIN_MATCHED = 4  # tokens
MIN_SHARE = 0.7  # of the quote's tokens that stand in place
MAX_BLOCKS = 2
MAX_TOGETHER = 4  # edited tokens where there are two blocks
MAX_DROPPED = 3  # source tokens left out in one block, if nothing stands in their place
MAX_REPLACED = 6  # source tokens replaced in one block
MAX_ADDED = 4  # quote tokens put in, in one block within the quote
MAX_ADDED_AT_EDGE = 2  # more words at an edge than these are another sentence's
EDGE_WORDS = 3  # so few matched words of another sentence are chance
LIKE = 0.6  # of its letters by which a word is another one mistyped
CLEAR_MARGIN = 2  # edits the second best place must be worse by


def nearest(said: tuple[str, ...], source: Folded) -> Near | None:
    """The one place the quote was meant to be, or None."""
    if len(said) < MIN_MATCHED or len(source) < MIN_MATCHED:
        return None
    respaced = _respaced(said, source)
    if respaced is not None:
        return respaced
    offsets = _diagonals(said, source)
    best = _best(said, source, offsets, source.norms)
    if best is None or not _close(said, best, source) or _two_ways(said, best, source):
        return None
    hidden = (*source.norms[: best.first], *[""] * (best.last - best.first))
    other = _best(said, source, offsets, (*hidden, *source.norms[best.last :]))
    return None if other is not None and _rivals(best, other, source) else best


def _respaced(said: tuple[str, ...], source: Folded) -> Near | None:
    """The quote where only the space between two words was lost or put in, in one place."""
    for at, word in enumerate(said):
        if at + 1 < len(said) and word + said[at + 1] in source.places:
            near = _standing(said, at, at + 2, (word + said[at + 1],), source)
        elif word not in source.places:
            halves = ((word[:cut], word[cut:]) for cut in range(1, len(word)))
            pair = next((one for one in halves if all(half in source.places for half in one)), None)
            near = pair and _standing(said, at, at + 1, pair, source)
        else:
            continue
        if near:
            return near
    return None


def _standing(
    said: tuple[str, ...], at: int, after: int, meant: tuple[str, ...], source: Folded
) -> Near | None:
    """The first place where the quote stands with said[at:after] as other words."""
    wanted = (*said[:at], *meant, *said[after:])
    for first in source.places.get(wanted[0], ()):
        if source.norms[first : first + len(wanted)] == wanted:
            edit = WordEdit(said[at:after], meant, first + at, first + at + len(meant))
            return Near(first, first + len(wanted), (edit,))
    return None


def _best(
    said: tuple[str, ...], source: Folded, offsets: list[int], norms: tuple[str, ...]
) -> Near | None:
    """The alignment of least cost around the given diagonals."""
    found = [near for offset in offsets if (near := _align(said, source, offset, norms))]
    return min(found, key=lambda near: (_cost(near), near.first), default=None)


def _says(said: tuple[str, ...], meant: tuple[str, ...]) -> bool:
    return bool(meant) and lexicon.canonical(said) == lexicon.canonical(meant)


def _resembles(said: str, meant: str) -> bool:
    """Whether a word at an edge is the source's word there, torn or mistyped."""
    torn = len(said) > 2 and (meant.endswith(said) or meant.startswith(said))
    return torn or SequenceMatcher(None, said, meant, False).ratio() >= LIKE


def _is_number(tokens: tuple[str, ...]) -> bool:
    return len(tokens) == 1 and tokens[0][0].isdigit()


def _diagonals(said: tuple[str, ...], source: Folded) -> list[int]:
    """Offsets (source minus quote position) with the most weight of shared tokens."""
    votes: Counter[int] = Counter()
    for at, norm in enumerate(said):
        where = source.places.get(norm, ())
        if len(where) > 60:
            continue
        for index in where:
            votes[index - at] += 12 // (1 + len(where)) + 1
    smooth: Counter[int] = Counter()
    for offset, weight in votes.items():
        for near in range(offset - 4, offset + 5):
            smooth[near] += weight
    best = sorted(votes, key=lambda offset: (-smooth[offset], offset))
    chosen: list[int] = []
    for offset in best:
        if all(abs(offset - one) > len(said) // 2 + 4 for one in chosen):
            chosen.append(offset)
        if len(chosen) == 3:
            break
    return chosen


def _align(
    said: tuple[str, ...], source: Folded, offset: int, norms: tuple[str, ...]
) -> Near | None:
    """Edit-distance alignment of the whole quote within the window at an offset."""
    pad = MAX_REPLACED + 6
    low, high = max(0, offset - pad), min(len(source), offset + len(said) + pad)
    window = norms[low:high]
    near = _near(_steps(said, window), said, window, low)
    return _with_edges(near, source) if near else None


def _with_edges(near: Near, source: Folded) -> Near:
    """Take a word put in at an edge for one replaced, when the sentence edge is that near."""
    first, last, edits = near.first, near.last, list(near.edits)
    if edits and not edits[0].meant and edits[0].first <= first:
        start = source.sentence(first)[0]
        if (
            first
            and len(edits[0].said) == 1
            and _resembles(edits[0].said[-1], source.norms[first - 1])
        ):
            start = first - 1
        if first and _says(edits[0].said, source.norms[first - 1 : first]):
            start = first - 1
        if _is_number(source.norms[start:first]) and not _is_number(edits[0].said):
            start = first  # the number of a list item is no word of it
        if 0 < first - start <= len(edits[0].said) + 2 <= MAX_REPLACED:
            edits[0] = WordEdit(edits[0].said, source.norms[start:first], start, first)
            first = start
    if edits and not edits[-1].meant and edits[-1].first >= last:
        end = source.sentence(last - 1)[1]
        if _is_number(edits[-1].said) and _is_number(source.norms[last : last + 1]):
            end = last + 1
        if (
            last < len(source)
            and len(edits[-1].said) == 1
            and _resembles(edits[-1].said[0], source.norms[last])
        ):
            end = last + 1
        for size in (1, 2):
            if last + size <= len(source) and _says(
                edits[-1].said, source.norms[last : last + size]
            ):
                end = last + size
        if 0 < end - last <= len(edits[-1].said) + 2 <= MAX_REPLACED:
            edits[-1] = WordEdit(edits[-1].said, source.norms[last:end], last, end)
            last = end
    trimmed = (_trimmed(one) for one in edits)
    return Near(first, last, tuple(one for one in trimmed if one.said or one.meant))


def _trimmed(edit: WordEdit) -> WordEdit:
    """An edit without the words at its ends that both sides have."""
    said, meant = edit.said, edit.meant
    head = tail = 0
    while head < min(len(said), len(meant)) and said[head] == meant[head]:
        head += 1
    while tail < min(len(said), len(meant)) - head and said[-1 - tail] == meant[-1 - tail]:
        tail += 1
    return WordEdit(
        said[head : len(said) - tail],
        meant[head : len(meant) - tail],
        edit.first + head,
        edit.last - tail,
    )


def _steps(said: tuple[str, ...], window: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Backtrace of a semi-global alignment: the quote whole, the window's ends free.

    Costs: replace 1.1 (so that a match is kept where possible), add 1, drop 1; a match earns
    a little, so that of two ways of the same cost the one with more matches is taken.
    """
    width = len(window) + 1
    rows: list[list[int]] = [[0] * width]
    for word in said:
        above = rows[-1]
        row = [above[0] + 100]
        left = row[0]
        for j, other in enumerate(window):
            if word == other:
                left = min(above[j] - 1, left + 100)
            else:
                left = min(above[j] + 110, above[j + 1] + 100, left + 100)
            row.append(left)
        rows.append(row)
    j = min(range(width), key=lambda at: (rows[-1][at], at))
    i = len(said)
    steps: list[tuple[int, int, str]] = []
    while i > 0:
        here = rows[i][j]
        if j and said[i - 1] == window[j - 1] and rows[i - 1][j - 1] - 1 == here:
            i, j = i - 1, j - 1
            steps.append((i, j, "="))
        elif j and said[i - 1] != window[j - 1] and rows[i - 1][j - 1] + 110 == here:
            i, j = i - 1, j - 1
            steps.append((i, j, "x"))
        elif rows[i - 1][j] + 100 == here:
            i -= 1
            steps.append((i, j, "+"))
        else:
            j -= 1
            steps.append((i, j, "-"))
    return steps[::-1]


def _near(
    steps: list[tuple[int, int, str]], said: tuple[str, ...], window: tuple[str, ...], low: int
) -> Near | None:
    touched = [j for _, j, kind in steps if kind != "+"]
    if not touched:
        return None
    edits: list[WordEdit] = []
    for run in _blocks(steps):
        if run:
            put = [i for i, _, kind in run if kind in "x+="]
            out = [j for _, j, kind in run if kind in "x-="]
            at = out[0] if out else run[0][1]
            edits.append(
                WordEdit(
                    tuple(said[i] for i in put),
                    tuple(window[j] for j in out),
                    low + at,
                    low + at + len(out),
                )
            )
    return Near(low + min(touched), low + max(touched) + 1, tuple(edits))


def _blocks(steps: list[tuple[int, int, str]]) -> list[list[tuple[int, int, str]]]:
    """Runs of steps that are no match; a lone match between two of them is chance."""
    runs: list[list[tuple[int, int, str]]] = []
    matched: list[tuple[int, int, str]] = []
    for step in steps:
        if step[2] == "=":
            matched.append(step)
        elif runs and len(matched) == 1:
            runs[-1] += [*matched, step]
            matched = []
        elif runs and not matched:
            runs[-1].append(step)
        else:
            runs.append([step])
            matched = []
    return runs


def _cost(near: Near) -> int:
    return sum(max(len(edit.said), len(edit.meant)) for edit in near.edits)


def _close(said: tuple[str, ...], near: Near, source: Folded) -> bool:
    """Whether the edits are few, short, local, in order and within sentences."""
    added = [word for edit in near.edits for word in edit.said]
    lost = [word for edit in near.edits for word in edit.meant]
    if set(added) & set(lost) and len(near.edits) > 1:
        return False  # moved, not mistyped
    if any(len(one.said) > 1 and sorted(one.said) == sorted(one.meant) for one in near.edits):
        return False  # put in another order
    kept = len(said) - len(added)
    if kept < MIN_MATCHED or kept < MIN_SHARE * len(said) or kept < 2 * len(lost):
        return False
    several = len(near.edits) > 1 and not near.same_meaning
    if several and not (near.edits[0].meant and near.edits[-1].meant):
        at_edge = (near.edits[0].first <= near.first, near.edits[-1].last >= near.last)
        if (at_edge[0] and not near.edits[0].meant) or (at_edge[1] and not near.edits[-1].meant):
            return False  # words of its own at an edge, and another change: a splice
    if several and (len(near.edits) > MAX_BLOCKS or _cost(near) > MAX_TOGETHER):
        return False
    start, end = source.slice(near.first, near.last)
    if "\n\n" in source.raw[start:end]:
        return False  # two paragraphs are two statements
    if _moved_over_edge(near, source) or _thin_edge(near, source):
        return False
    return all(_small(edit, near, source) for edit in near.edits)


def _moved_over_edge(near: Near, source: Folded) -> bool:
    """A word put in at an edge that the source has just beyond it was moved, not put in."""
    head, tail = near.edits[:1], near.edits[-1:]
    for edit in head:
        if not edit.meant and edit.first <= near.first + 2:
            start = source.sentence(near.first)[0]
            if set(edit.said) & set(source.norms[start : near.first]):
                return True
    for edit in tail:
        if not edit.meant and edit.first >= near.last - 2:
            end = source.sentence(near.last - 1)[1]
            if set(edit.said) & set(source.norms[near.last : end]):
                return True
    return False


def _thin_edge(near: Near, source: Folded) -> bool:
    """A lone word that matches beyond an edit of several words is chance, not an edge."""
    if not near.edits:
        return False
    first, last = near.edits[0], near.edits[-1]
    whole_start = near.first == 0 or near.first - 1 in source.stop
    whole_end = near.last - 1 in source.stop
    lone_start = first.first - near.first == 1 and len(first.said) > (2 if whole_start else 1)
    lone_end = near.last - last.last == 1 and len(last.said) > (2 if whole_end else 1)
    return lone_start or lone_end or _over_edge(near, source)


def _over_edge(near: Near, source: Folded) -> bool:
    """Whether a word or two match in the sentence before or after, beyond an edit at its end."""
    first, last = near.edits[0], near.edits[-1]
    over_start = first.first - near.first < EDGE_WORDS and first.last - 1 in source.stop
    over_end = near.last - last.last < EDGE_WORDS and last.first - 1 in source.stop
    if over_start or over_end:
        return True
    before = first.first <= near.first and not first.meant
    after = last.first >= near.last and not last.meant
    head, tail = (
        range(near.first, near.first + EDGE_WORDS - 1),
        range(near.last - EDGE_WORDS, near.last - 1),
    )
    return (before and any(at in source.stop for at in head)) or (
        after and any(at in source.stop for at in tail)
    )


def _small(edit: WordEdit, near: Near, source: Folded) -> bool:
    inner_stops = any(index in source.stop for index in range(edit.first, edit.last - 1))
    edge = edit.first <= near.first or edit.last >= near.last
    most = MAX_ADDED_AT_EDGE if edge and not edit.meant else MAX_ADDED
    if inner_stops or len(edit.said) > most:
        return False
    tail = edit.last >= near.last and edit.last > edit.first
    if tail and edit.first - 1 in source.stop:
        return False  # what follows is the source's next sentence, not what was meant
    whole = (
        edit.last > edit.first and edit.last - 1 in source.stop and edit.first - 1 in source.stop
    )
    if whole:  # a sentence left out or swapped is a splice
        return False
    return len(edit.meant) <= (MAX_REPLACED if edit.said else MAX_DROPPED)


def _two_ways(said: tuple[str, ...], near: Near, source: Folded) -> bool:
    """Whether a word put in may as well stand for one of a doubled pair: two slices, one edit."""
    if len(near.edits) != 1 or near.edits[0].meant or near.same_meaning:
        return False
    edit = near.edits[0]
    before = said[: edit.first - near.first]
    after = said[len(before) + len(edit.said) :]
    if not before or not after:
        return False  # put in at an edge: `_with_edges` has looked there
    for size in range(1, len(edit.said) + 1):
        start = near.first - size
        if start >= 0 and source.norms[start : start + len(before)] == before:
            return True
        if source.norms[edit.first + size : near.last + size] == after:
            return True
    return False


def _rivals(best: Near, other: Near, source: Folded) -> bool:
    """Whether another place, with other words, was as likely meant."""
    same = source.norms[best.first : best.last] == source.norms[other.first : other.last]
    return not same and _cost(other) - _cost(best) < CLEAR_MARGIN
