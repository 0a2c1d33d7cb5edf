"""What a page says that is no line of a story: talk of itself, pointers away from it, rests of markup.

Enter: a line's words. Leaves: yes or no. An announcement is talk of itself, and news.
"""

from __future__ import annotations

import re

from pipeline.text.printable import credits

META = re.compile(
    r"^(?:Accompanying|Companion) (?:article|post)\b|\bpart (?:\d|one|two|three)\b|\b(?:next|previous|this|first|last|following|second|third|recent|earlier|companion|our) (?:[\w.-]+ (?=blog post))?(?:blog )?(?:post|article|section"
    r"|part|chapter|episode|series|guide|page|tutorial)s?\b|complete list\b"
    r"|,? (?-i:see (?:the |also )?[A-Z])|\b(?:review|consult|check|study) (?:all |each of )?the (?:[\w.-]+ ){0,4}(?:notes|changelogs?|guides?)\b|[;,.] see: ",
    re.IGNORECASE,
)
# A pointer to what the section does not hold; `described in the RFC` inside a clause is none.
AWAY = re.compile(
    r"\b(?:see (?:the|also|more|below|above|how)|(?:shown|listed|described|linked|explained|discussed"
    r"|mentioned|covered) (?:here|below|above|earlier|later|next)|below|above(?! \d)|as follows|the following"
    r"(?! (?:dependency|[\w-]+s)\b.*:$)(?! issues\.$)|right here|here (?:is|are|we)|for (?:more )?(?:details|information)"
    r"|more (?:details|information)|learn (?:more|how)|click|check out|read (?:the|our|more|how)|refer to|please"
    r"|can be found|you can (?:find|read)|(?:is|are|was|were|be)(?: \w+)? (?:shown|described|listed|documented|explained|covered|discussed) in|is available (?:at|on|under)|walks? (?:you |us |users )?(?:through|the)|cookies?|reach out|stay tuned|play online|get started|give it a try|try it out|scaffold|quick links|sign up|follow us|subscribe|can be read|download page|binary archives|grab your|tickets?|days away|join us|register (?:now|today|here))\b"
    r"|\bavailable in the (?:[\w.-]+ ){1,4}(?:repository|repo|documentation|docs)\b"
    r"|\b(?:on|in) the (?:[\w.'’-]+ ){1,6}page\b|\(see (?:https?:|#)"
    r"|\bcovers (?:why|how|what|when|where)\b|\(§ ?\d"
    r"|\bas (?:we|I) (?:explain|describe|discuss|show|saw|see)(?: \w+)? (?:in|below|above|later)\b"
    r"|^(?:see|here|read)\b|^in this (?:document|page|paper|guide|post|article),|\b(?:details|instructions|documentation|notes|changelog)\b[^.]{0,160}\b(?:are|is|be) (?:available|found)\b",
    re.IGNORECASE,
)
# A chapter of a recording: `04:53 Kestrel joins Heron`; `14:05 UTC` is the time of something that happened.
CHAPTER = re.compile(
    r"[(\[]?(?:\d{1,2}:)?\d{1,2}:[0-5]\d[)\]]?:?\s+(?:[-–—]\s+)?(?!(?:UTC|GMT|[A-Z]{1,4}T|[AaPp]\.?[Mm])\b)"
)
# Meets its readers, or says who speaks, and what is told comes after: `Hey everyone, we are ...`.
GREETS = re.compile(
    r"(?:Hey|Hi|Hello|Dear|Greetings|Good (?:morning|day|evening))(?:[!.]$|,? ?(?:there|all|everyone|everybody|again|and welcome|[Ww]e(?: a|['’])re|I(?: am|['’]m))\b"
    r"|,? (?:[\w.-]+ ){0,4}(?:[Ff]riends|[Uu]sers|[Cc]ommunity|[Rr]eaders?|[Ee]nthusiasts|lovers|folks|[Tt]eam)(?=[,!.:]|$))|(?:You(?:['’]re| are) )?[Ww]elcome (?:to|back)\b"
    r"|(?:It['’]s|It is) (?:that )?time (?:again )?(?:for|of) (?:our|another|the (?:month|week|year|next|latest))\b"
    r"|(?:I['’]m|I am|[Mm]y name is|[Ww]e(?: a|['’])re) [A-Z@]\w+(?:(?:,| and|, and) [A-Z@]?\w+){0,3}, (?:the |an? |your |one of )"
)
# A figure of speech in the place of a statement: `this release packs a punch`.
FIGURE = re.compile(
    r"\bpack(?:s|ed)? (?:quite )?a punch\b|\bsomething for everyone\b|\bbuckle up\b|\bwithout further ado\b|\bfasten your\b|\bdrum ?roll\b",
    re.IGNORECASE,
)
# Who made it and how many use it is no news of it.
CREDITS = re.compile(
    r"\b\d[\d,.]*(?: (?:million|billion))?\+? (?:\w+ )?(?:PRs|pull requests|commits|contributors|downloads|stars)\b"
    r"|\b(?:result of|over|more than) (?:merging )?\d+ (?:PRs|pull requests|commits)\b",
    re.IGNORECASE,
)
# What a page's markup left in its words.
MARKED = re.compile(
    r"\]\(|\{\{|\{%|</|(?:^|\s)\|(?:\s|$)|\|\||\s[*#]\s|👉|⚠|/blob/|\[\^|=>|[\U0001F300-\U0001FAFF]|__\w|(?<![\w\"'.])\[(?:[A-Z][\w .,:-]{2,40}|\d{1,2})\](?![\w(\[])|\w\.(?:19|20)\d\d\b"
    r"|[a-z\d] (?:This|These|We) (?:\w+ ){0,2}[a-z]+\b"  # two sentences without a stop between them
)
# Of talk and courtesy the one kind that is news: `In this post we introduce Kestrel Schema`.
ANNOUNCED = re.compile(
    r"\b(?:we|we['’]re|we are|(?:is|are) (?:pleased|excited|happy|proud)|(?:pleased|excited|happy|proud) to)(?: \w+){0,2} "
    r"(?:introduc|announc|propos|present|deprecat|releas|launch|shar|enabl|ship|remov|retir|delay|open-sourc|implement|replac|migrat|rewr|port)\w*\b(?=.*[A-Z\d])"
)
# `The events received from a relay through two paths before ...`: no verb follows its subject.
VERBLESS = re.compile(
    r"^(?:The|A|An|All|Any|Each)(?: (?!(?:is|are|was|were|has|have|had|can|will|may)\b)[\w-]+){1,4} \w+ed"
    r" (?:from|by|through|with|via|in|for|to) (?!.*\b(?:is|are|was|were|can|could|may|might|must|should|will"
    r"|would|has|have|had|does|do|did)\b)"
)
SUBJECTLESS = re.compile(r"(?:Can|May|Must|Should|Will|Is|Are|Was|Were) (?:be|now|not)\b")
SUBCLAUSE = re.compile(r"\b(?:that|which|who|before|after|because|while|when|if|where)\b.*")


def is_aside(text: str) -> bool:
    """True for talk of the page, a pointer away from it, rests of its markup, a sentence torn."""
    torn = VERBLESS.match(SUBCLAUSE.sub("", text))
    talk = (META.search(text) or GREETS.match(text)) and not ANNOUNCED.search(text)
    away = FIGURE.search(text) or AWAY.search(text) or CREDITS.search(text) or credits.person(text)
    rest = MARKED.search(text) or SUBJECTLESS.match(text) or CHAPTER.match(text)
    return bool(talk or away or rest or torn)
