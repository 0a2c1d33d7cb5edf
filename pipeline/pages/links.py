"""Addresses that a reader can follow, down to the very words; the places on a brief's own page.

Enter: the address of a source, and a quote. Leave: a link to the PDF page, the second of a
recording, or the words (WICG Scroll-to-Text-Fragment draft). Refuses nothing: an address that is
not http or https becomes no link.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from pipeline.records import Brief, EvidenceItem, Quote

# Parameters that say how a reader came, not what is read: Google, Meta, Microsoft, mail tools.
TRACKING = re.compile(
    r"^(?:utm_\w+|ga_\w+|mc_[ce]id|mkt_tok|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|"
    r"igshid|_hs\w+|hsctatracking|oly_\w+|vero_\w+|ref_src|ref_url|cmpid|s_cid|sc_campaign|trk\w*|"
    r"spm|ck_subscriber_id|rss|feed)$",
    re.IGNORECASE,
)
HOME_PAGE = "source's home page"  # what a list of sources says of an address that leads no further
FRAGMENT_WORDS = 5  # words at each end of a long quote: enough to be found once, short to share


def safe_url(url: str) -> str:
    """The address, fit for a Markdown link or an attribute; empty unless http or https."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or re.search(r"[\x00-\x20]", url):
        return ""
    return percent(url, safe="%/:?#@!$&'*+,;=~-._").replace("'", "%27").replace("*", "%2A")


def deep_link(item: EvidenceItem, quote: Quote | None = None) -> str:
    """The address of the very place: PDF page, second of a recording, or text fragment."""
    url = safe_url(item.url)
    if not url:
        return ""
    if item.home:  # the words are not there
        return url
    page = re.match(r"p(?:age|\.)?\s*(\d+)", item.locator)
    seconds = _seconds(item.locator)
    if page:
        return f"{url.split('#')[0]}#page={page.group(1)}"
    if seconds is not None:
        return f"{url.split('#')[0]}#t={seconds}"
    if quote is None or not quote.exact.strip():
        return url
    joint = ":~:text=" if "#" in url else "#:~:text="
    return url + joint + text_fragment(quote.exact)


def text_fragment(words: str) -> str:
    """The `text=` directive that finds these words: whole when short, else start and end."""
    parts = words.split()
    if len(parts) <= 2 * FRAGMENT_WORDS:
        return _percent(" ".join(parts))
    start, end = parts[:FRAGMENT_WORDS], parts[-FRAGMENT_WORDS:]
    return f"{_percent(' '.join(start))},{_percent(' '.join(end))}"


def _percent(text: str) -> str:
    # A fragment directive reads - , & itself, so they are encoded too.
    return percent(text, safe="").replace("-", "%2D")


def _seconds(locator: str) -> int | None:
    found = re.match(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?\b", locator)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def anchors(brief: Brief) -> list[str]:
    """The id of each section's heading: its domain, numbered where a domain tells two stories."""
    seen: Counter[str] = Counter()
    ids = []
    for one in brief.draft.sections:
        seen[one.domain] += 1
        ids.append(one.domain if seen[one.domain] == 1 else f"{one.domain}-{seen[one.domain]}")
    return ids
