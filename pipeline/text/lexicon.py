"""Closed word classes and spelling pairs that the quote and claim checks share.

Words are as `fold` makes them: lower case, no accents, straight apostrophes. The classes are
small on purpose: each guards one way of turning a source's meaning round by cutting it.
"""

from __future__ import annotations

import re
from functools import lru_cache

NEGATIONS = frozenset(
    "not no never none nobody nothing nowhere neither nor without cannot can't don't doesn't didn't "
    "won't wouldn't isn't aren't wasn't weren't hasn't haven't hadn't shouldn't couldn't mustn't "
    "needn't mightn't ain't barely hardly scarcely seldom rarely lacks lacking lack".split()
)
DENIALS = frozenset(
    "deny denies denied denying denial denials refute refutes refuted refuting reject rejects "
    "rejected rejecting dispute disputes disputed disputing dismiss dismisses dismissed dismissing "
    "disprove disproves disproved disproven debunk debunks debunked false falsely untrue myth "
    "doubt doubts doubted doubtful unlikely implausible refuse refuses refused fail fails failed "
    "disavow disavowed contradict contradicts contradicted rebut rebuts rebutted deny's "
    "misconception misbelief allegation allegations hoax retract retracts retracted wrongly "
    "mistakenly incorrectly improbable impossible pretend pretends pretended".split()
)
CONDITIONS = frozenset(
    "if unless whether provided providing assuming suppose supposing except lest until".split()
)
HEDGES = frozenset(
    "may might could would should possibly perhaps maybe probably likely allegedly alleged "
    "reportedly supposedly purportedly apparently seemingly presumably potentially arguably "
    "suggests suggest suggested appears appear appeared seems seem seemed rumored rumoured "
    "claimed claims believed estimated roughly approximately nearly almost mostly partly partially "
    "sometimes usually often generally typically only merely".split()
)
# Hedges that change who stands behind a statement: losing one at the left edge is a distortion.
ATTRIBUTED = frozenset("allegedly reportedly supposedly purportedly apparently seemingly".split())
APPROXIMATE = frozenset(
    "about around nearly almost roughly approximately over under least most than to below above "
    "only".split()
)
REFERENCES = frozenset(
    "he she it they we i you him her them us me his hers its their theirs our ours my mine your "
    "yours this that these those here there the a an who which such said same one ones".split()
)
# What a bracket may stand for; `said` in a source is mostly the verb.
RESOLVED = REFERENCES - {"said", "such", "same"}
# What says how many is no name of who is meant.
NO_NAMES = APPROXIMATE | frozenset(
    "all every everyone everybody everything any anyone anybody most many few some several both "
    "none each no nobody half so-called former alleged".split()
)
# Behind one of these the next word says less than it does without it.
GOVERNING = frozenset(
    "almost nearly hardly barely scarcely only merely partly partially mostly rarely seldom".split()
)
SIGNS = frozenset("$ € £ ¥ ₹ - ~ < > ≤ ≥ ≠ ≈ ±".split())
COPULAS = frozenset("am is are was were be been being has have had do does did".split())
INSERTABLE = frozenset(
    "a an the of to in on at by for from with and or is are was were be been has have had that this "
    "these those its their his her our it they he she we who which as sic emphasis added".split()
)
DETERMINERS = frozenset("the a an this that these those his her its their our my your".split())
MAGNITUDES = frozenset(
    "hundred thousand million billion trillion dozen percent % per k m bn percentage "
    "hundreds thousands millions billions trillions".split()
)
NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    word: str(10 * value)
    for value, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)
}
# A sentence may open with these and still be half of one, if its left part was cut off.
LINKS = frozenset("that to the a an of any all there its his her their this is are was be".split())

_PAIRS = (
    "grey gray|programme program|programmes programs|licence license|defence defense|"
    "offence offense|pretence pretense|artefact artifact|artefacts artifacts|sceptic skeptic|"
    "sceptical skeptical|mould mold|plough plow|enrol enroll|fulfil fulfill|skilful skillful|"
    "whilst while|amongst among|learnt learned|burnt burned|spelt spelled|dreamt dreamed|"
    "kerb curb|tyre tire|tyres tires|judgement judgment|acknowledgement acknowledgment|"
    "ageing aging|aluminium aluminum|cheque check|cosy cozy|draught draft|jewellery jewelry|"
    "manoeuvre maneuver|moustache mustache|pyjamas pajamas|storeys stories|storey story|"
    "towards toward|afterwards afterward|backwards backward|forwards forward|upwards upward|"
    "centre center|centres centers|centred centered|metre meter|metres meters|litre liter|"
    "litres liters|kilometre kilometer|kilometres kilometers|theatre theater|theatres theaters|"
    "fibre fiber|fibres fibers|calibre caliber|sabre saber|spectre specter|lustre luster|"
    "analyse analyze|analysed analyzed|analysing analyzing|paralyse paralyze|catalyse catalyze|"
    "catalogue catalog|catalogues catalogs|dialogue dialog|analogue analog|practise practice|"
    "practised practiced|practising practicing|per-cent percent|ok okay|e-mail email|"
    "modelling modeling|focussed focused|encyclopaedia encyclopedia|paediatric pediatric|"
    "anaemia anemia|haemoglobin hemoglobin|oestrogen estrogen|foetus fetus|aeroplane airplane"
)
PAIRS = dict(pair.split() for pair in _PAIRS.split("|"))
_OUR = re.compile(
    r"(arb|ard|arm|behavi|cand|clam|col|enam|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|"
    r"parl|ranc|rum|sav|splend|tum|val|vap|vig)our"
)
_ISE = re.compile(r"(?<=[a-z]{3})is(e|ed|es|er|ers|ing|ation|ations|able)$")
_DOUBLE = re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers)$)")
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou]ll(?:ed|ing|er|ers)")  # `called` is never `caled`
# -ise words that have no -ize form, so that `promise` is not one with `promize`.
_ALWAYS_ISE = re.compile(
    r"(?:prom|exerc|surpr|adv|rev|superv|telev|improv|franch|comprom|desp|dev)is"
)


@lru_cache(maxsize=8192)
def spelling(word: str) -> str:
    """One spelling for words that differ between British and American usage only."""
    word = PAIRS.get(word, word)
    word = _OUR.sub(r"\1or", word)
    if not _ALWAYS_ISE.match(word):
        word = _ISE.sub(r"iz\1", word)
    return _DOUBLE.sub("l", word)


def canonical(tokens: tuple[str, ...]) -> str:
    """What a stretch of tokens says, apart from spelling, numeral style and the percent sign."""
    words = [
        token if _ONE_SYLLABLE.fullmatch(token) else NUMBER_WORDS.get(token, spelling(token))
        for token in tokens
    ]
    text = " ".join(words).replace("per cent", "%").replace("percent", "%")
    return re.sub(r"\b([2-9]0) ([1-9])\b(?! ?%)", lambda m: str(int(m[1]) + int(m[2])), text)
