"""Tells a language by its script and by its commonest words.

Enter: running text. Leave: the code of a language that is plainly not the wanted one, or whether a
paragraph is plainly not English. Word lists: the thirty commonest words of each language.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.text.words import STOPWORDS

COMMON = {
    "en": "the of and to in is that for it as with on be this are you by or from at an not have can",
    "es": "de la que el en y los del se las por un para con una su al lo como es más pero",
    "fr": "de la le et les des en un du une que est pour qui dans par sur au avec ne se pas plus ce",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas",
    "it": "di e il la che in un per è del non una con i le si da al dei come più anche della",
    "nl": "de het een van en in is dat op te voor zijn met die niet aan er om ook als maar bij",
}
# More words that stand in a short text which speaks to somebody, and in no English one.
SPOKEN = (
    "du ich sie wir ihr bist nur wenn dass sondern aber bitte wie dein deine diese diesen diesem dieser alle hat "
    "vous tu votre cette ces sont mais nous être tout usted eres este esta todo pero sin nuestra tus sus "
    "você sua seu esta este são isso questa questo sono gli nel anche sei je jij uw deze dit wordt bent "
    "som och att det är inte den med för ska jeśli jesteś że nie się jest dla eğer ve bir bu için olan "
    "agus tá ag na nach dhut airson mar chun duit ór seo sin thu aig ann gu "
    "të për një dhe është nga që kjo nuk më si në ku uma futhi noma lokho ukuthi yakho kwi lokhu"
)
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ACCENTED = re.compile(r"[^\W\d_a-zA-Z]")
WORDS = {name: frozenset(words.split()) for name, words in COMMON.items()}
LANGUAGE_WORDS = 60  # fewer words outside code are too few to tell a language by
# Words of the lists that stand in English texts as well, as names, parts of names or short forms.
ENGLISH_TOO = frozenset(
    "de die des den con per par son do no os as in is on a e i o y la le el al du se da si il un en es das dos "
    "van von me te op met over uma bu sin este mas na mar ku ag thu ann gu tu ve bir ces tout mit plus sur "
    "an come hat bent com um er em lo non pas di je alle dit som ska sua sei noma nel ne att med las los est les del et au ce".split()
)
OTHERS = (
    frozenset(
        word for name, words in WORDS.items() if name != "en" for word in words
    ) | frozenset(SPOKEN.split())
) - ENGLISH_TOO - STOPWORDS  # fmt: skip
OWN = STOPWORDS - ENGLISH_TOO  # function words that are English and nothing else
NATIVE = 0.2  # of a text's words: function words; running English has 0.35 and more
FEWEST = 40  # words by which a text's own language is told
SHORT = 5  # words by which a paragraph's language is told
FOREIGN = (
    2  # words of other languages, or with letters that English has not, that a paragraph needs
)
LETTERS = 6  # letters of another script that make a paragraph foreign


def other_language(prose: str, words: list[str], letters: int, language: str) -> str:
    """Script or code of a language that is plainly not the wanted one, or ""."""
    if len(words) < LANGUAGE_WORDS or language not in WORDS:
        return ""
    if not prose.isascii() and len(LATIN.findall(prose)) < 0.5 * letters:
        return "another script"
    low: Counter[str] = Counter()
    for word, count in Counter(words).items():
        low[word.strip(".,;:!?()\"'").lower()] += count
    share = {name: sum(low[word] for word in common) for name, common in WORDS.items()}
    best = max(sorted(share), key=lambda name: share[name])
    varied = len(WORDS[best].intersection(low)) >= 6  # a table's "y" and "no" are not Spanish
    plainly = share[best] > 1.5 * share[language] and share[best] > 0.12 * len(words)
    return best if plainly and varied else ""


def is_english(text: str) -> bool:
    """Whether a text of some length is running English."""
    words = WORD.findall(text.lower())
    own = sum(word in STOPWORDS for word in words)
    return len(words) >= FEWEST and bool(own >= NATIVE * len(words))


def is_foreign(said: str) -> bool:
    """Whether a paragraph is plainly not English: another script, or words of another language and
    hardly one of its own."""
    if not said.isascii():
        letters: int = sum(map(str.isalpha, said))
        if letters - len(LATIN.findall(said)) > max(LETTERS, letters // 2):
            return True
    words = WORD.findall(said)
    if len(words) < SHORT:
        return False
    own = sum(word.lower() in OWN for word in words)
    others = sum(
        word.lower() in OTHERS or (word[0].islower() and bool(ACCENTED.search(word)))  # no name
        for word in words
    )
    return bool(others >= FOREIGN and others > 2 * own)
