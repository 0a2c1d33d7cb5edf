"""What an editor's eye catches in a sentence, as patterns: pointers, talk, platitudes, debris.

Each entry is a name and a pattern; `marks` counts its hits up to two. None of them decides
anything: what a hit is worth is fitted on labelled sentences (`weights.json`).
"""

from __future__ import annotations

import re

_PLACES = (
    (
        "section sections chapter chapters post article guide page document tutorial example examples "
        "cheat ?sheet recipe notebook blog repository repo series book course video kep proposal "
        "handbook documentation docs website readme code figure table diagram script file"
    )
    .replace("cheat ?sheet", "cheat_?sheet")
    .split()
)
_PLACES_ANY = "|".join(_PLACES).replace("cheat_?", "cheat ?")

IGNORING_CASE: dict[str, str] = {
    # what stands before the sentence is needed
    "opener": r"^(?:but|and|or|so|however|therefore|thus|hence|then|also|instead|otherwise"
    r"|additionally|furthermore|moreover|similarly|likewise|conversely|meanwhile|finally|next"
    r"|second(?:ly)?|third(?:ly)?|first(?:ly)?,|lastly|for (?:example|instance)|in (?:this|that"
    r"|these|those|addition|contrast|particular|other words|fact|general|turn|short|summary|such)"
    r"|as (?:a result|such|mentioned|you can|we|discussed|noted|an example|the name)"
    r"|on the other hand|again|still|yet|by (?:doing|abusing|switching|this)|to (?:this"
    r"|do (?:this|so|that)|that end|get started)|(?:after|with|because of|under|from|given|using"
    r"|due to) (?:this|that|these|those)|even so|rather,|nevertheless|indeed|accordingly"
    r"|consequently|overall|basically|remember|note|notably|same|specifically|that is|that said"
    r"|in which|if (?:not|so)\b|if this|when this|nor|plus|besides|of course|in no|alternatively"
    r"|importantly|interestingly|unfortunately|fortunately|ideally|luckily|obviously|recall)\b",
    "demonstrative": r"\b(?:this|these|those|such(?! as))\b",
    "that_one": r"\b(?:in|of|for|to|with|from|by|on|than|at|under|after|before|and|but|all|use|do)"
    r" that (?!the|a|an|is|are|can|will|they|it|you|we)\b",
    "backward": r"\b(?:too|as well|the same|the other|the former|the latter|others|this way"
    r"|that way|and so on|these|those|similarly|therefore|alternative(?:ly)?|the rest"
    r"|respective(?:ly)?|accordingly|previous(?:ly)?|earlier|such(?! as)|the above|in turn"
    r"|in that case|instead(?! of)|original|aforementioned|likewise|another approach|already"
    r"|whole|similar)\b",
    "also": r"\balso\b",
    "apposition": r", the (?:old|new|first|second|other|same|last)\b",
    "possessive": r"\b(?:its|their)\b",
    "elliptic": r"^(?:if|when) (?:only|set|both|not|enabled|disabled|true|false|connected|running"
    r"|using)\b",
    "both_of_them": r"\b(?:both|either|neither|the other) (?!(?:[\w-]+ ){1,3}(?:and|or|nor)\b)",
    "dangling_object": r"\b(?:turns?|makes?|does|did|like|about|from|of|for|in|on|to|than|after"
    r"|before|beyond) (?:that|this|them)(?:\s*[,.;]|\s+(?:into|with|in|by|to|for|from|as|so"
    r"|and)\b)",
    # who speaks, and to whom
    "we": r"\b(?:we|we['’](?:re|ve|ll|d)|us|our|ours|let['’]s)\b",
    "you": r"\b(?:you|your|yours|you['’](?:re|ll|ve|d)|yourself)\b",
    "people": r"\b(?:he|she|his|her|team|attendees|contributors|maintainers|people)\b",
    "talk": r"\b(?:yeah|oh|okay|ok|well|like|you know|kind of|sort of|basically|actually|really"
    r"|pretty|stuff|thing|things|gonna|wanna|guys|guess|i mean|cool|awesome|super|lot of|lots of"
    r"|whatever|right|obviously|literally|totally|somebody|someone|folks|just|definitely|maybe"
    r"|probably|again)\b|\.\.\.|…| - |\[\d\d?:\d\d",
    "courtesy": r"\b(?:thank|thanks|excited|proud|welcome|happy to|join us|stay tuned|feel free"
    r"|we hope|congratulations|enjoy|please|acknowledge\w*|don't worry|no need to worry)\b",
    # says little
    "platitude": r"\b(?:important|importance|essential|crucial|critical|easy|easier|easily|simply"
    r"|best|great|powerful|journey|world|various|everyone|effective|effectively|success|successful"
    r"|community|excited|proud|happy|join|meaningful|goals?|mission|vision|efforts?|dedicated"
    r"|dedication|enthusiasm|opportunity|challenges?|tricky|worry|good|better|useful|valuable"
    r"|paradigm|shift|seamless\w*|accelerate|innovat\w*|transform\w*|clearly|priority|awesome"
    r"|tempting|magic|outcomes|empower\w*|people|humans?|hard|stressful|nice|really|exciting"
    r"|amazing)\b",
    "vague": r"\b(?:some|certain|additional|more|few|something|someone|things?|various|different"
    r"|lots?|many) ?\w*",
    "example": r"\b(?:example|e\.g|for instance|sample|suppose|imagine|let's say|our)\b",
    "deixis": r"\b(?:today|now|recently|this (?:year|month|week|time)|last (?:year|month|week)"
    r"|next (?:year|month|week)|soon|at the moment|nowadays|upcoming|yesterday|tomorrow"
    r"|previously|at the time|so far|yet|still|currently|will be held)\b",
    "versions_unnamed": r"\bthe (?:new|old|updated|existing|current|default|original|resulting"
    r"|target|internal)\b",
    # points away from itself
    "pointer": r"(?:^see\b|\bsee (?:the|also|more|below|above|spell|how|\[)|\b(?:described"
    r"|listed|shown|documented|covered|discussed|explained|mentioned|noted|outlined|detailed"
    r"|linked)\b|\b(?:below|above)\b(?! \d)|\bthe following\b|\bas follows\b"
    rf"|\b(?:this|our|the|in|cheat) (?:{_PLACES_ANY})\b|\bhere\b|\brefer(?:red)? to\b"
    r"|\bmore (?:details|information|info)\b|\bfor (?:details|more)\b|\blearn (?:more|how|about)\b"
    r"|\bin (?:chapter|section|part|figure|table) \d|\bread how\b|\blater in\b"
    r"|\bnext (?:section|chapter|step|diagram|prompt)\b|\b(?:this|the) talk\b"
    r"|\b(?:next|following|previous|these|this) steps?\b|\bplease\b|\binstructions\b"
    r"|\bclick (?:here|on|the)|\bcheck out\b|\bcan be found\b|(?:^|[,;(]\s?|\bto )(?:read|visit|follow)"
    r" (?:the|our|an?)\b|\bdownloads? page\b|\bimplementation is based on\b)",
    "whereabouts": r"\b(?:details|reference|documentation|list|information|instructions|examples?"
    r"|docs)\b.*\b(?:is|are|can be|will be)\b.*\b(?:available|found|on|in)\b|\bdescribed\b|@"
    r"|reach out",
}
AS_WRITTEN: dict[str, str] = {
    "first_person": r"\b(?:I|I['’](?:m|ve|d|ll)|my|me|mine|myself)\b",
    "markup": r"\\|\$[^\d]|\{|\||\[[^\]]*\]|\s[*#]\s|\w\.(?:19|20)\d\d\b|👉|#\d{2,}|/blob/|⚠",
    "bulleted": r"^\s*(?:[-*•#]|\d+[.)]\s)",
    "label": r"^[^.!?,]{1,60}?:\s",
    "speaker": r"^[A-Z][\w-]*(?: [A-Z][\w-]*)?:\s",
    "colon_inside": r"\w: ",
    "quoted": r"^[\"“'\[]",
    "norm": r"\b(?:must|MUST|should|SHOULD|cannot|never|only|by default|requires?)\b",
}
# Titles and headings under which a sentence speaks of the page, or a meeting is minuted.
PAGE = re.compile(
    r"exercis|\{|template|acknowledg|getting involved|references|agenda|instructions|contribut"
    r"|handbook|license|maintainers|careers|location",
    re.IGNORECASE,
)
MINUTES = re.compile(
    r"\bcall\b|minutes|meeting|go time|practical ai|episode|transcript|talk|^\d{4} \d\d \d\d$",
    re.IGNORECASE,
)
PATTERNS = {
    **{name: re.compile(pattern, re.IGNORECASE) for name, pattern in IGNORING_CASE.items()},
    **{name: re.compile(pattern) for name, pattern in AS_WRITTEN.items()},
}
