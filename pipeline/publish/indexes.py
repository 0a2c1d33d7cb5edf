"""Everything that speaks of many pages: feeds, llms.txt, search, sitemap, headers, the JSON listing.

Enter: the site with its pages complete, and what was built. Leaves: the files, written anew every
time from front matter; all but the newest pages are never opened.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.newsroom.config import Newsroom
from pipeline.pages.metadata import brief_cards, page_url, post_cards
from pipeline.publish import feeds, search
from pipeline.publish.agents import api, llms
from pipeline.publish.agents.window import window
from pipeline.publish.plan import Built
from pipeline.records import store

HEADERS = """/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'
  Cache-Control: public, max-age=300, stale-while-revalidate=86400
  Vary: Accept, Accept-Encoding
/assets/*
  Cache-Control: public, max-age=86400, stale-while-revalidate=604800
/*.md
  Content-Type: text/markdown; charset=utf-8
/*.txt
  Content-Type: text/plain; charset=utf-8
/sitemap.xml
  Content-Type: application/xml; charset=utf-8
/feed.xml
  Content-Type: application/rss+xml; charset=utf-8
/atom.xml
  Content-Type: application/atom+xml; charset=utf-8
/feed.json
  Content-Type: application/feed+json; charset=utf-8
/feeds/*.xml
  Content-Type: application/rss+xml; charset=utf-8
/feeds/*.atom
  Content-Type: application/atom+xml; charset=utf-8
/feeds/*.json
  Content-Type: application/feed+json; charset=utf-8
/api/*
  Content-Type: application/json; charset=utf-8
  Access-Control-Allow-Origin: *
"""


def write_all(room: Newsroom, site: Path, built: dict[str, Built]) -> None:
    """Write every index. Raises BuildError when a budget cannot be met."""
    briefs, posts = brief_cards(room.content), post_cards(room.content, without=room.left_out)
    tokens = {path: one.tokens for path, one in built.items()}
    api.write_listing(room, site, briefs, tokens)
    feeds.write_feeds(room, site, briefs, posts)
    store.write(site / "llms-full.txt", window(room, site, briefs), sync=False)
    llms.write_llms(room, site, briefs, posts, tokens)
    search.write_index(room, site, briefs, posts, built)
    store.write(site / "sitemap.xml", sitemap(room, built), sync=False)
    store.write(site / "robots.txt", robots(room), sync=False)
    store.write(site / "_headers", HEADERS, sync=False)
    store.write(site / ".nojekyll", "", sync=False)
    if room.desk.publish.indexnow_key:
        key = room.desk.publish.indexnow_key
        store.write(site / f"{key}.txt", key, sync=False)


def sitemap(room: Newsroom, built: dict[str, Built]) -> str:
    """Every page with the date of its last change, where it has one."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']  # fmt: skip
    for path in sorted(set(built) - {"search.md"}):  # a form, not a page to be found
        changed = built[path].changed
        mark = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{_xml(room.desk.site_url + page_url(path))}</loc>{mark}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def robots(room: Newsroom) -> str:
    signal = room.desk.publish.content_signal
    lines = ["User-agent: *", *([f"Content-Signal: {signal}"] if signal else []), "Allow: /", "",
             f"Sitemap: {room.desk.site_url}sitemap.xml", ""]  # fmt: skip
    return "\n".join(lines)


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
