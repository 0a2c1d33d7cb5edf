"""Whole files as tools write them: feeds of platforms, exports of calls, advisories, pages of documentation.

Enter: nothing. Leave: `FILES`, each with what a reader of it must find and must not. Written after
the forms that the tools put out, before a reader saw one of them; `says` stands in the text of the
documents, `never` is in no passage of them, `fields` are those of each document in order.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

FILL = "The build cache keeps its index in one file, and a cold start reads that file once and no more."
MORE = "When the index grows over its bound, the oldest entries of it go first and the file is written anew."
LONG = (
    f"{FILL} {MORE} A reader that finds no index waits until the writer is done, which takes two seconds on a slow disk "
    "and less than one on a fast one. Nothing else is locked meanwhile, so calls that do not ask the cache go on as "
    "before. After a crash the index is built again from the entries, and the time that this takes is written to the log."
)
DAY = "2026-11-02T00:00:00+00:00"
NINE = "2026-11-02T09:00:00+00:00"
AT = "https://n.example/a"


@dataclass(frozen=True, slots=True)
class File:
    """One file, and what it says."""

    kind: str
    name: str
    data: bytes
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    fields: tuple[Mapping[str, object], ...] = field(default=({},))


def _file(
    kind: str,
    name: str,
    data: str | bytes,
    says: str | tuple[str, ...] = (),
    never: str | tuple[str, ...] = (),
    *fields: Mapping[str, object],
) -> File:
    words, banned = ((one,) if isinstance(one, str) else one for one in (says, never))
    return File(
        kind, name, data.encode() if isinstance(data, str) else data, words, banned, fields or ({},)
    )


SPACES = (
    "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:atom='http://www.w3.org/2005/Atom' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:slash='http://purl.org/rss/1.0/modules/slash/' "
    "xmlns:wfw='http://wellformedweb.org/CommentAPI/' xmlns:podcast='https://podcastindex.org/namespace/1.0' "
    "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' xmlns:webfeeds='http://webfeeds.org/rss/1.0'"
)


def rss(items: str, head: str = "<title>Notes</title><link>https://n.example/</link>") -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' {SPACES}><channel>{head}{items}</channel></rss>"


def atom(entries: str, head: str = "", spaces: str = "") -> str:
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:media='http://search.yahoo.com/mrss/' xmlns:thr='http://purl.org/syndication/thread/1.0' "
        f"xmlns:gd='http://schemas.google.com/g/2005' xmlns:yt='http://www.youtube.com/xml/schemas/2015'{spaces}>"
        f"<title>Notes</title><id>u:f</id>{head}{entries}</feed>"
    )


def item(inner: str) -> str:
    return f"<item><title>Cache notes</title><link>{AT}</link>{inner}</item>"


def cdata(words: str) -> str:
    return f"<![CDATA[{words}]]>"


def body(words: str) -> str:
    return f"<content:encoded>{cdata(words)}</content:encoded>"


def esc(words: str) -> str:
    return html.escape(words)


FEEDS = (
    # Blogger
    _file("feeds", "f.atom", atom(
        "<entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2026-11-02T01:00:00.000-08:00</published>"
        "<updated>2026-11-05T01:00:00.001-08:00</updated><category scheme='http://www.blogger.com/atom/ns#' term='cache'/>"
        "<title type='text'>Cache notes</title><content type='html'>" + esc(f"<div dir='ltr' style='text-align: left;' trbidi='on'>{FILL}<br /><br />{MORE}</div>") +
        "</content><link rel='replies' type='application/atom+xml' href='https://n.example/feeds/2/comments/default'/>"
        "<link rel='replies' type='text/html' href='https://n.example/a#comment-form' title='0 Comments'/>"
        "<link rel='edit' href='https://www.blogger.com/feeds/1/posts/default/2'/><link rel='self' href='https://www.blogger.com/feeds/1/posts/default/2'/>"
        f"<link rel='alternate' type='text/html' href='{AT}' title='Cache notes'/>"
        "<author><name>Ann Bee</name><uri>https://www.blogger.com/profile/1</uri><email>noreply@blogger.com</email>"
        "<gd:image rel='http://schemas.google.com/g/2005#thumbnail' width='16' height='16' src='https://img1.blogblog.com/b16.gif'/></author><thr:total>0</thr:total></entry>"),
        (FILL, MORE), ("more.When", "Comments"), {"title": "Cache notes", "url": AT, "authors": ("Ann Bee",), "published": NINE, "updated": "2026-11-05T09:00:00+00:00"}),
    # Ghost
    _file("feeds", "f.xml", rss(
        f"<item><title>{cdata('Cache notes &amp; limits')}</title><description>{cdata('The build cache keeps its index in one file.')}</description><link>{AT}/</link>"
        f"<guid isPermaLink='false'>65f0</guid><category>{cdata('Engineering')}</category><dc:creator>{cdata('Ann Bee')}</dc:creator><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>"
        "<media:content url='https://n.example/i.png' medium='image'/>" + body(
            f"<!--kg-card-begin: markdown--><img src='https://n.example/i.png' alt='Cache notes'><p>{FILL}</p><!--kg-card-end: markdown-->"
            "<figure class='kg-card kg-bookmark-card'><a class='kg-bookmark-container' href='https://o.example'><div class='kg-bookmark-content'><div class='kg-bookmark-title'>Other site</div>"
            "<div class='kg-bookmark-description'>All about other things.</div><div class='kg-bookmark-metadata'><span class='kg-bookmark-author'>GitHub</span></div></div></a></figure>"
            f"<div class='kg-card kg-callout-card'><div class='kg-callout-emoji'>💡</div><div class='kg-callout-text'>{MORE}</div></div>") + "</item>"),
        (FILL, MORE), ("kg-card", "💡When"), {"title": "Cache notes & limits", "url": AT + "/", "authors": ("Ann Bee",), "published": NINE}),
    # Substack
    _file("feeds", "f.xml", rss(
        f"<item><title>{cdata('Cache notes')}</title><description>{cdata('What a cold start costs')}</description><link>{AT}</link><guid isPermaLink='false'>{AT}</guid><dc:creator>{cdata('Ann Bee')}</dc:creator><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>" + body(
            f"<p>{FILL}</p><p>The store takes 10<a class='footnote-anchor' data-component-name='FootnoteAnchorToDOM' id='footnote-anchor-1' href='#footnote-1' target='_self'>1</a> requests a second at the most.</p>"
            "<div class='subscription-widget-wrap-editor' data-attrs='{}'><div class='subscription-widget show-subscribe'><div class='preamble'><p class='cta-caption'>Thanks for reading! Subscribe for free to receive new posts and support my work.</p></div>"
            "<form class='subscription-widget-subscribe'><input type='email' class='email-input' placeholder='Type your email…'><input type='submit' class='button primary' value='Subscribe'></form></div></div>"
            f"<p>{MORE}</p><p class='button-wrapper'><a class='button primary' href='https://n.example/share'><span>Share</span></a></p>"
            "<div class='footnote' data-component-name='FootnoteToDOM'><a id='footnote-1' href='#footnote-anchor-1' class='footnote-number' contenteditable='false' target='_self'>1</a><div class='footnote-content'><p>Measured on one machine with eight cores.</p></div></div>") + "</item>"),
        (FILL, "takes 10 requests a second", MORE), ("101 requests", "Subscribe for free", "10 1 requests"), {"title": "Cache notes", "url": AT, "authors": ("Ann Bee",)}),
    # Medium
    _file("feeds", "f.xml", rss(
        f"<item><title>{cdata('Cache notes')}</title><link>https://medium.com/notes/cache-index-1a2b?source=rss----3c4d---4</link><guid isPermaLink='false'>https://medium.com/p/1a2b</guid><dc:creator>{cdata('Ann Bee')}</dc:creator><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate><atom:updated>2026-11-02T09:00:00.1Z</atom:updated>" + body(
            f"<h3>Cache notes</h3><h4>What a cold start costs</h4><figure><img alt='' src='https://cdn-images-1.medium.com/max/1024/1.png' /><figcaption>Photo by Cy Dee on Unsplash</figcaption></figure><p>{FILL}</p><pre>drain node-7<br>wait 90</pre><p>{MORE}</p>"
            "<img src='https://medium.com/_/stat?event=post.clientViewed&referrerSource=full_rss&postId=1a2b' width='1' height='1' alt=''><hr><p><a href='https://medium.com/notes/cache-index-1a2b'>Cache notes</a> was originally published in <a href='https://medium.com/notes'>Notes</a> on Medium, where people are continuing the conversation by highlighting and responding to this story.</p>") + "</item>"),
        (FILL, "drain node-7\nwait 90", MORE), ("7wait", "was originally published in"), {"title": "Cache notes", "authors": ("Ann Bee",), "published": NINE, "updated": None}),
    # WordPress
    _file("feeds", "f.xml", rss(
        f"<item><title>Cache &#8211; notes&#8217; index</title><link>{AT}/</link><comments>{AT}/#respond</comments><dc:creator>{cdata('Ann Bee')}</dc:creator><pubDate>Mon, 02 Nov 2026 09:00:00 +0000</pubDate><category>{cdata('Cache')}</category>"
        f"<guid isPermaLink='false'>https://n.example/?p=12</guid><description>{cdata('<p>The build cache keeps its index in one file, and [&#8230;]</p><p>The post <a rel=nofollow href=https://n.example/a>Cache</a> appeared first on <a href=https://n.example>Notes</a>.</p>')}</description>" + body(
            f"<p class='wp-block-paragraph'>{FILL}</p><div class='wp-block-group'><ul class='wp-block-list'><li>It waits 30&nbsp;s</li><li>It retries 5&#215;</li></ul></div><figure class='wp-block-table'><table><tbody><tr><td>Limit</td><td>60</td></tr></tbody></table></figure><p>{MORE}</p><div class='sharedaddy sd-sharing-enabled'><div class='robots-nocontent sd-block'><h3 class='sd-title'>Share this:</h3><div class='sd-content'><ul><li><a href='#'>Click to share on X (Opens in new window)</a></li></ul></div></div></div>"
            "<p>The post <a rel='nofollow' href='https://n.example/a/'>Cache &#8211; notes&#8217; index</a> appeared first on <a rel='nofollow' href='https://n.example'>Notes</a>.</p>") +
        f"<wfw:commentRss>{AT}/feed/</wfw:commentRss><slash:comments>3</slash:comments></item>"),
        (FILL, "It retries 5×", MORE), ("appeared first on", "Click to share on X"), {"title": "Cache – notes’ index", "url": AT + "/", "published": NINE}),
    # Discourse, a topic's posts
    _file("feeds", "f.rss", rss(
        f"<item><title>Cache notes</title><dc:creator>{cdata('@annbee Ann Bee')}</dc:creator><category>Support</category><description>{cdata(f'<p>{LONG}</p><p><small>2 posts - 2 participants</small></p><p><a href=https://n.example/t/cache/12>Read full topic</a></p>')}</description><link>https://n.example/t/cache/12</link><pubDate>Mon, 02 Nov 2026 09:00:00 +0000</pubDate><discourse:topicPinned xmlns:discourse='http://www.discourse.org/'>No</discourse:topicPinned><guid isPermaLink='false'>n.example-topic-12</guid><source url='https://n.example/t/cache/12.rss'>Cache notes</source></item>"),
        (FILL, MORE), ("Read full topic", "2 participants"), {"title": "Cache notes", "url": "https://n.example/t/cache/12", "published": NINE}),
    # Mastodon: no titles, the description is the whole post
    _file("feeds", "f.rss", rss(
        f"<item><guid isPermaLink='true'>https://m.example/@ann/11</guid><link>https://m.example/@ann/11</link><pubDate>Mon, 02 Nov 2026 09:00:00 +0000</pubDate><description>{esc(f'<p>{FILL}</p><p>The limit is 60 seconds now for each call of it. <a href=https://m.example/tags/cache class=mention rel=tag>#<span>cache</span></a></p>')}</description><category>cache</category></item>",
        "<title>Ann Bee</title><link>https://m.example/@ann</link><generator>Mastodon v4.3.0</generator>"),
        (FILL, "The limit is 60 seconds now", "#cache"), "# cache", {"url": "https://m.example/@ann/11", "published": NINE}),
    # GitHub releases
    _file("feeds", "releases.atom", atom(
        "<entry><id>tag:github.com,2008:Repository/1/v1.2.3</id><updated>2026-11-02T09:00:00Z</updated><link rel='alternate' type='text/html' href='https://github.com/o/r/releases/tag/v1.2.3'/><title>v1.2.3: cache index</title><content type='html'>" + esc(
            f"<h2>What&#39;s Changed</h2>\n<ul>\n<li>{FILL.rstrip('.')} by <a class='user-mention notranslate' href='https://github.com/ann'>@ann</a> in <a class='issue-link js-issue-link' href='https://github.com/o/r/pull/12'>#12</a></li>\n<li><del>Limit of 30</del> Limit of 60 by <a class='user-mention'>@ben</a></li></ul>\n<p><strong>Full Changelog</strong>: <a class='commit-link' href='x'><tt>v1.2.2...v1.2.3</tt></a></p>") +
        "</content><author><name>ann</name></author><media:thumbnail height='30' width='30' url='https://avatars.example/1'/></entry>"),
        ("What's Changed", "by @ann in #12", "Limit of 60 by @ben"), ("Limit of 30",), {"title": "v1.2.3: cache index", "url": "https://github.com/o/r/releases/tag/v1.2.3", "published": None, "updated": NINE, "authors": ("ann",)}),
    # GitHub commits
    _file("feeds", "commits.atom", atom(
        "<entry><id>tag:github.com,2008:Grit::Commit/ab12</id><link type='text/html' rel='alternate' href='https://github.com/o/r/commit/ab12'/><title>\n        Read the cache&#39;s index once\n    </title><updated>2026-11-02T09:00:00Z</updated><media:thumbnail height='30' width='30' url='https://avatars.example/1'/><author><name>ann</name><uri>https://github.com/ann</uri></author><content type='html'>\n      " + esc(
            f"<pre style='white-space:pre-wrap;width:81ex'>Read the cache&#39;s index once\n\n{FILL}\n{MORE}\n\nFixes: #12\nSigned-off-by: Ann Bee &lt;ann@b.example&gt;</pre>") + "\n    </content></entry>"),
        (FILL, MORE), (), {"title": "Read the cache's index once", "updated": NINE}),
    # Stack Exchange: the summary is the whole question
    _file("feeds", "f.atom", atom(
        "<entry><id>https://stack.example/q/1</id><re:rank scheme='https://stack.example'>2</re:rank><title type='text'>How long is a Vec&lt;u8&gt; kept &amp; why?</title><category scheme='https://stack.example/tags' term='cache'/><author><name>Ann</name><uri>https://stack.example/users/1</uri></author><link rel='alternate' href='https://stack.example/questions/1/how'/><published>2026-11-02T09:00:00Z</published><updated>2026-11-03T09:00:00Z</updated><summary type='html'>\n            " + esc(
            f"<p>{LONG}</p>\n<pre><code>let v: Vec&lt;u8&gt; = read();\n    drop(v);\n</code></pre>") + "\n        </summary></entry>", spaces=" xmlns:re='http://purl.org/atompub/rank/1.0'"),
        (FILL, "let v: Vec<u8> = read();\n    drop(v);"), (), {"title": "How long is a Vec<u8> kept & why?", "published": NINE, "authors": ("Ann",)}),
    # YouTube: the words of a video stand in media:description, as plain text
    _file("feeds", "f.xml", atom(
        "<entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId><yt:channelId>UC1</yt:channelId><title>Cache notes</title><link rel='alternate' href='https://www.youtube.com/watch?v=abc'/><author><name>Ann Bee</name><uri>https://www.youtube.com/channel/UC1</uri></author><published>2026-11-02T09:00:00+00:00</published><updated>2026-11-04T09:00:00+00:00</updated><media:group><media:title>Cache notes</media:title><media:content url='https://www.youtube.com/v/abc' type='application/x-shockwave-flash' width='640' height='390'/><media:thumbnail url='https://i.example/abc.jpg'/><media:description>" + f"{LONG}\n\nChapters:\n0:00 Intro\n1:20 The <u8> index & limits\n\nSlides: https://n.example/slides" + "</media:description><media:community><media:starRating count='1' average='5.00' min='1' max='5'/><media:statistics views='10'/></media:community></media:group></entry>").replace("<u8>", "&lt;u8&gt;").replace("index & limits", "index &amp; limits"),
        (FILL, "1:20 The <u8> index & limits"), ("Intro1:20", "Chapters:0:00"), {"title": "Cache notes", "url": "https://www.youtube.com/watch?v=abc", "published": NINE}),
    # a podcast
    _file("feeds", "f.xml", rss(
        f"<item><itunes:title>Cache notes</itunes:title><title>12: Cache notes</title><description>{esc(f'<p>{LONG}</p><ul><li>(00:00) - Intro</li><li>(01:20) - The index</li></ul>')}</description><itunes:summary>{LONG}</itunes:summary>{body(f'<p>{LONG}</p><p>Show notes: the limit is 60.</p>')}<enclosure url='https://n.example/a.mp3' length='1' type='audio/mpeg'/><guid isPermaLink='false'>p12</guid><link>{AT}</link><pubDate>Mon, 02 Nov 2026 09:00:00 +0000</pubDate><itunes:author>Ann Bee</itunes:author><itunes:duration>3600</itunes:duration><podcast:transcript url='https://n.example/a.vtt' type='text/vtt'/><itunes:episode>12</itunes:episode></item>"),
        ("Show notes: the limit is 60.",), (), {"title": "12: Cache notes", "url": AT, "authors": ("Ann Bee",)}),
    # RDF Site Summary 1.0
    _file("feeds", "f.xml",
        "<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel rdf:about='https://n.example/f'><title>Notes</title><link>https://n.example/</link><items><rdf:Seq><rdf:li rdf:resource='https://n.example/a'/></rdf:Seq></items></channel>"
        f"<item rdf:about='{AT}'><title>Cache notes</title><link>{AT}</link><dc:creator>Ann Bee</dc:creator><dc:date>2026-11-02T10:00:00+01:00</dc:date><content:encoded>{cdata(f'<p>{FILL}</p><p>{MORE}</p>')}</content:encoded></item></rdf:RDF>",
        (FILL, MORE), (), {"title": "Cache notes", "url": AT, "published": NINE, "authors": ("Ann Bee",)}),
    # Atom with XHTML content, and with a prefix
    _file("feeds", "f.atom", atom(f"<entry><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Cache <code>index</code> notes</div></title><id>u:1</id><link href='{AT}'/><updated>2026-11-02T09:00:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{FILL}</p><p>It takes 10<sup>6</sup> calls, and <code>a &lt; b</code> holds.</p><pre>drain\n  wait</pre><p>{MORE}</p></div></content></entry>"),
        (FILL, "takes 10^6 calls, and a < b holds", "drain\n  wait"), "106", {"title": "Cache index notes"}),
    _file("feeds", "f.atom", atom(f"<entry><title>Cache notes</title><id>u:1</id><link href='{AT}'/><content type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml'><x:p>{FILL}</x:p><x:ul><x:li>It waits 30 s</x:li><x:li>It retries</x:li></x:ul><x:p>{MORE}</x:p></x:div></content></entry>"),
        (FILL, "It waits 30 s", MORE), ("x:p", "30 sIt"), {}),
    # CDATA cut in two, HTML with references in CDATA, a title in CDATA with markup
    _file("feeds", "f.xml", rss(f"<item><title>{cdata('Cache <em>notes</em> &amp; limits')}</title><link>{AT}</link><content:encoded><![CDATA[<p>{FILL}</p><p>Use <code>a[b[0]]]]><![CDATA[> 3</code> for it.</p><p>{MORE}</p>]]></content:encoded></item>"),
        ("Use a[b[0]]> 3 for it.", MORE), "CDATA", {"title": "Cache notes & limits"}),
    _file("feeds", "f.atom", atom(f"<entry><title type='html'><![CDATA[AT&amp;T &lt;cache&gt; notes]]></title><id>u:1</id><link href='{AT}'/><content type='html'><![CDATA[<p>{FILL}</p><p>The &lt;pre&gt; element &amp;amp; 60 rows.</p>]]></content></entry>"),
        "The <pre> element &amp; 60 rows.", (), {"title": "AT&T <cache> notes"}),
    # a plain description of several paragraphs; a description of two breaks
    _file("feeds", "f.xml", rss(item(f"<description>{LONG}\n\nThe limit is 60.\nThe wait is 5.</description>")),
        (FILL, "The limit is 60."), ("60.The",), {}),
    _file("feeds", "f.xml", rss(item(f"<description>{esc(LONG + '<br><br>The limit is 60.<br/>The wait is 5.')}</description>")),
        (FILL, "The limit is 60."), ("60.The", "log.The"), {}),
    # summary beside the full text; the text in `content:encoded` shorter than a description full of boxes
    _file("feeds", "f.xml", rss(item(f"<description>{cdata('<p>A teaser of it.</p>')}</description>{body(f'<p>{FILL}</p><p>{MORE}</p>')}")), (FILL, MORE), "A teaser of it", {}),
    _file("feeds", "f.atom", atom(f"<entry><title>Cache notes</title><id>u:1</id><link href='{AT}'/><summary>A teaser of it that says little.</summary><content type='html'>{esc(f'<p>{FILL}</p><p>{MORE}</p>')}</content></entry>"), (FILL, MORE), "A teaser of it", {}),
    # media:description beside no content; itunes:summary alone
    _file("feeds", "f.xml", rss(item(f"<media:content url='https://n.example/v.mp4'><media:title>Video</media:title><media:description type='html'>{esc(f'<p>{LONG}</p>')}</media:description></media:content>")), FILL, "<p>", {}),
    _file("feeds", "f.xml", rss(item(f"<itunes:summary>{LONG}</itunes:summary><enclosure url='https://n.example/a.mp3' length='1' type='audio/mpeg'/>")), FILL, (), {"title": "Cache notes"}),
    # what stands before the declaration; an old doctype with entities of HTML
    _file("feeds", "f.xml", "\n\n  " + rss(item(body(f"<p>{FILL}</p>"))), FILL, (), {}),
    _file("feeds", "f.xml", rss(f"<item><title>Caf&eacute; notes &mdash; part 2</title><link>{AT}</link>{body(f'<p>{FILL}</p>')}</item>"), FILL, (), {"title": "Café notes — part 2"}),
    # Reddit
    _file("feeds", "f.atom", atom("<entry><author><name>/u/ann</name><uri>https://r.example/u/ann</uri></author><category term='cache'/><content type='html'>" + esc(f"<!-- SC_OFF --><div class='md'><p>{FILL}</p> <p>{MORE}</p> </div><!-- SC_ON --> &#32; submitted by &#32; <a href='https://r.example/u/ann'> /u/ann </a> <br/> <span><a href='https://r.example/1'>[link]</a></span> &#32; <span><a href='https://r.example/1'>[comments]</a></span>") + "</content><id>t3_1</id><link href='https://r.example/r/cache/1'/><updated>2026-11-02T09:00:00+00:00</updated><published>2026-11-02T09:00:00+00:00</published><title>Cache notes</title></entry>"),
        (FILL, MORE), ("[comments]", "submitted by"), {"authors": ("/u/ann",), "published": NINE}),
    # Hugo: an RSS without content, with `<guid>` as address and a zero date
    _file("feeds", "index.xml", rss(f"<item><title>Cache notes</title><link>{AT}/</link><pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate><guid>{AT}/</guid><description>{esc(f'<p>{LONG}</p>')}</description></item>"), FILL, (), {"published": None, "url": AT + "/"}),
    # Jekyll: Atom with xml:base of the entry and relative links in it
    _file("feeds", "feed.xml", atom(f"<entry><title type='html'>Cache notes</title><link href='https://n.example/2026/11/02/a.html' rel='alternate' type='text/html' title='Cache notes'/><published>2026-11-02T10:00:00+01:00</published><updated>2026-11-02T10:00:00+01:00</updated><id>https://n.example/2026/11/02/a</id><content type='html' xml:base='https://n.example/2026/11/02/a.html'>{cdata(f'<p>{FILL}</p>')}</content><author><name/></author><summary type='html'>{cdata('Teaser')}</summary></entry>", "<author><name>Ann Bee</name></author>"),
        FILL, (), {"url": "https://n.example/2026/11/02/a.html", "published": NINE, "updated": None, "authors": ("Ann Bee",)}),
    # two enclosures, a `source` element, nested authors
    _file("feeds", "f.atom", atom(f"<entry><title>Cache notes</title><id>u:1</id><link rel='enclosure' href='https://n.example/a.mp3'/><link rel='alternate' href='{AT}'/><source><title>Other</title><id>u:o</id><author><name>Planet</name></author></source><author><name>Ann Bee</name></author><author><name>Ben Cee</name></author><contributor><name>Cy Dee</name></contributor><content type='text'>{FILL}\n\n{MORE}</content></entry>"),
        (FILL, MORE), (), {"url": AT, "authors": ("Ann Bee", "Ben Cee"), "title": "Cache notes"}),
    # a feed of changes: the day of an item in words of its locale
    _file("feeds", "f.xml", rss(item(f"<pubDate>lun., 02 nov. 2026 09:00:00 GMT</pubDate>{body(f'<p>{FILL}</p>')}")), FILL, (), {"published": NINE}),
    _file("feeds", "f.xml", rss(item(f"<pubDate>Mo, 02 Nov 2026 10:00:00 +0100</pubDate>{body(f'<p>{FILL}</p>')}")), FILL, (), {"published": NINE}),
    _file("feeds", "f.xml", rss(item(f"<pubDate>Mon, 02 Nov 2026 04:00:00 America/New_York</pubDate>{body(f'<p>{FILL}</p>')}")), FILL, (), {"published": NINE}),
    _file("feeds", "f.xml", rss(item(f"<pubDate>Mon, 02 Nov 2026 09:00:00 Z</pubDate>{body(f'<p>{FILL}</p>')}")), FILL, (), {"published": NINE}),
)  # fmt: skip


def page(inner: str, head: str = "<title>Cache notes</title>") -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><article><h1>Cache notes</h1><p>{FILL}</p>{inner}<p>{MORE}</p></article></body></html>"


QUOTED = "The “index” is small – it’s read once, and a naïve reader waits."
LATIN = QUOTED.encode("cp1252")


def latin(text: str) -> bytes:
    return text.encode("cp1252")


ENCODED = (
    _file("encoding", "a.md", b"\xef\xbb\xbf---\ntitle: Cache notes\ndate: 2026-11-02\n---\n\n" + f"{FILL} {QUOTED}\n".encode(), QUOTED, "---", {"title": "Cache notes", "published": DAY}),
    _file("encoding", "a.md", f"---\r\ntitle: Cache notes\r\ndate: 2026-11-02\r\n---\r\n\r\n{FILL}\r\n\r\n- It waits\r\n- It retries\r\n\r\nThen:\r\n\r\n    drain\r\n    wait\r\n", ("It retries", "drain\nwait"), ("\r",), {"title": "Cache notes", "published": DAY}),
    _file("encoding", "a.md", f"# Cache notes\r\r{FILL}\r\r## Limits\r\rThe limit is 60 seconds for each call.\r", (FILL, "The limit is 60"), ("\r", "#"), {"title": "Cache notes"}),
    _file("encoding", "a.md", f"# Cache notes\n\n{FILL} {QUOTED}\n".encode("utf-16"), QUOTED, (), {"title": "Cache notes"}),
    _file("encoding", "a.md", f"# Cache notes\n\n{FILL} {QUOTED}\n".encode("utf-16-be"), QUOTED, (), {"title": "Cache notes"}),
    _file("encoding", "a.md", latin(f"# Cache notes\n\n{FILL} {QUOTED}\n"), QUOTED, "�", {}),
    _file("encoding", "a.md", f"# Cache notes\n\n{FILL} A “café” is kept. ".encode() + b"The limit is 60 \x96 it\x92s fixed \xe0 la carte.\n", (FILL, "“café”", "The limit is 60"), ("â€", "Ã"), {}),
    _file("encoding", "a.html", latin(page(f"<p>{QUOTED}</p>", "<meta charset='windows-1252'><title>Cache notes</title>")), QUOTED, "�", {}),
    _file("encoding", "a.html", latin(page(f"<p>{QUOTED}</p>", "<meta charset='utf-8'><title>Cache notes</title>")), QUOTED, ("�", "â€"), {}),
    _file("encoding", "a.html", latin(page(f"<p>{QUOTED}</p>", "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'><title>Cache notes</title>")), QUOTED, "�", {}),
    _file("encoding", "a.html", page(f"<p>{QUOTED}</p>", "<meta charset='iso-8859-1'><title>Cache notes</title>"), QUOTED, ("â€", "Ã"), {}),
    _file("encoding", "a.html", page(f"<p>{QUOTED}</p>").encode("utf-16"), QUOTED, (), {"title": "Cache notes"}),
    _file("encoding", "a.html", page("<p>Zażółć gęślą jaźń, kept in a row of the index.</p>", "<meta charset='iso-8859-2'><title>Cache notes</title>").encode("iso-8859-2"), "Zażółć gęślą jaźń, kept in a row", (), {}),
    _file("encoding", "a.html", page("<p>Ключ of the index is kept in a row of it.</p>", "<meta charset='windows-1251'><title>Cache notes</title>").encode("cp1251"), "Ключ of the index", (), {}),
    _file("encoding", "a.html", page("<p>鍵 of the index is kept in a row of it.</p>", "<meta charset='shift_jis'><title>Cache notes</title>").encode("shift_jis"), "鍵 of the index", (), {}),
    _file("encoding", "f.xml", latin(rss(item(body(f"<p>{FILL} {QUOTED}</p>"))).replace("UTF-8", "windows-1252")), QUOTED, "�", {}),
    _file("encoding", "f.xml", latin(rss(item(body(f"<p>{FILL} {QUOTED}</p>")))), QUOTED, ("�", "â€"), {}),
    _file("encoding", "f.xml", latin(rss(item(body(f"<p>{FILL} {QUOTED}</p>"))).replace("UTF-8", "ISO-8859-1")), QUOTED, ("�", "\x93"), {}),
    _file("encoding", "f.xml", rss(item(body(f"<p>{FILL} {QUOTED}</p>"))).replace("UTF-8", "UTF-16").encode("utf-16"), QUOTED, (), {}),
    _file("encoding", "f.xml", b"\xef\xbb\xbf" + rss(item(body(f"<p>{FILL} {QUOTED}</p>"))).encode(), QUOTED, (), {}),
    _file("encoding", "f.xml", rss(item(body(f"<p>{FILL} {QUOTED}</p>"))).replace("UTF-8", "ISO-8859-1"), QUOTED, ("â€", "Ã"), {}),
    _file("encoding", "f.json", b"\xef\xbb\xbf" + json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", "title": "Cache notes", "content_text": f"{FILL} {QUOTED}"}]}, ensure_ascii=False).encode(), QUOTED, (), {"title": "Cache notes"}),
    _file("encoding", "a.jsonl", b"\xef\xbb\xbf" + (json.dumps({"title": "Cache notes", "text": f"{FILL} {QUOTED}"}) + "\r\n").encode(), QUOTED, (), {"title": "Cache notes"}),
    _file("encoding", "a.vtt", b"\xef\xbb\xbfWEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:04.000 align:start position:0%\r\n" + f"{QUOTED}\r\nThe rest of the rows are kept in one file for a day.\r\n".encode(), QUOTED, "align", {}),
    _file("encoding", "a.srt", latin(f"1\n00:00:01,000 --> 00:00:04,000\n{QUOTED}\n\n2\n00:00:05,000 --> 00:00:08,000\nThe rest of the rows are kept in one file for a day.\n"), QUOTED, "�", {}),
    _file("encoding", "a.srt", f"1\r00:00:01,000 --> 00:00:04,000\r{QUOTED}\r\r2\r00:00:05,000 --> 00:00:08,000\rThe rest of the rows are kept in one file for a day.\r", (QUOTED, "The rest of the rows"), "2 The", {}),
    _file("encoding", "a.srt", f"1\n00:00:01,000 --> 00:00:04,000\n{QUOTED}\n\n2\n00:00:05,000 --> 00:00:08,000\nThe rest of the rows are kept in one file for a day.\n".encode("utf-16"), QUOTED, (), {}),
    _file("encoding", "a.rst", b"\xef\xbb\xbf" + f"Cache notes\n===========\n\n{FILL} {QUOTED}\n".encode(), QUOTED, "===", {"title": "Cache notes"}),
    _file("encoding", "a.txt", latin(f"Cache notes\n\n{FILL} {QUOTED}\n"), QUOTED, "�", {"title": "Cache notes"}),
    _file("encoding", "a.yaml", b"\xef\xbb\xbf" + f"id: N-1\nsummary: Cache notes\ndetails: |\n  {FILL} {QUOTED}\n".encode(), QUOTED, (), {"title": "N-1: Cache notes"}),
)  # fmt: skip


def md(part: str) -> str:
    return f"# Cache notes\n\n{FILL}\n\n{part}\n\n{MORE}\n"


def mdx(part: str, matter: str = "title: Cache notes") -> str:
    return f"---\n{matter}\n---\n\n{part}\n\n{FILL} {MORE}\n"


PAGES = (
    # Docusaurus
    _file("generators", "a.mdx", mdx("import Tabs from '@theme/Tabs';\nimport {\n  A,\n  B,\n} from '../b';\n\nexport const Mark = ({children, color}) => (\n  <span style={{backgroundColor: color}}>\n    {children}\n  </span>\n);\n\n<Mark color='#25c2a0'>The green mark</Mark> says 60 of it."), ("The green mark says 60 of it.", FILL), ("import", "export", "backgroundColor", "color"), {"title": "Cache notes"}),
    _file("generators", "a.md", md(":::danger[Do **not** drain]\n\nThe limit is 60 seconds.\n\n:::\n\n:::note Take care\nThe wait is 5 seconds.\n:::\n\n::::info\n:::tip\nIt is nested in it.\n:::\n::::"), ("The limit is 60 seconds.", "The wait is 5 seconds.", "It is nested in it."), (":::", "**", "danger["), {}),
    _file("generators", "a.mdx", mdx("<Tabs groupId=\"os\" defaultValue=\"a\" values={[\n  {label: 'Linux', value: 'a'},\n  {label: 'BSD', value: 'b'},\n]}>\n<TabItem value=\"a\">\n\n```bash title=\"run.sh\" {1,3-5} showLineNumbers\ndrain node-7\n```\n\n</TabItem>\n</Tabs>"), ("drain node-7", FILL), ("label:", "showLineNumbers", "title=", "value"), {}),
    _file("generators", "a.mdx", mdx("## Limits {#limits}\n\n{/* The limit\nwas 30 */}\nThe limit is {`60`} seconds, {'or'} so. <!-- truncate -->\n\n<Admonition type=\"info\" icon=\"x\" title=\"Mind it\">\n  The wait is <b>5</b> seconds.\n</Admonition>"), ("The wait is 5 seconds.",), ("{#limits}", "was 30", "truncate", "icon="), {}),
    # Astro and Starlight
    _file("generators", "a.mdx", mdx("import { Aside, Card } from '@astrojs/starlight/components';\n\n<Aside type=\"tip\" title=\"Mind\">The wait is 5 seconds.</Aside>\n\n<Card title=\"Limits\" icon=\"pencil\">\n\tThe limit is **60** seconds.\n</Card>\n\n<Chart client:load data={[1, 2, 3]} />\n\n<Steps>\n\n1. Drain the node.\n\n   It takes 90 seconds.\n\n2. Patch the node.\n\n</Steps>"), ("The wait is 5 seconds.", "The limit is 60 seconds.", "It takes 90 seconds.", "2. Patch the node."), ("client:load", "icon=", "data="), {}),
    _file("generators", "a.mdx", mdx("<Aside>\n  - It waits 30 seconds\n  - It retries 5 times\n</Aside>\n\n{items.map((item) => <li key={item.id}>{item.name}</li>)}\n\nThe last of it is 60.", "title: Cache notes\npubDate: 2026-11-02\nauthor: Ann Bee"), ("It retries 5 times", "The last of it is 60."), ("items.map", "item.id"), {"published": DAY, "authors": ("Ann Bee",)}),
    # MkDocs and Material
    _file("generators", "a.md", md("=== \"Linux\"\n\n    The limit is 60 on Linux.\n\n    ```sh\n    drain node-7\n    ```\n\n=== \"BSD\"\n\n    The limit is 90 on BSD.\n\n??? note \"Folded\"\n    The wait is 5.\n\n???+ tip\n    The rest is 7."), ("The limit is 60 on Linux.", "drain node-7", "The limit is 90 on BSD.", "The wait is 5.", "The rest is 7."), ("===", "???"), {}),
    _file("generators", "a.md", md("[TOC]\n\nPress ++ctrl+alt+\"K\"++ and [it](#a){ .md-button .md-button--primary } holds 60. :material-check:{ .green } Done (1)\n{ .annotate }\n\n1.  It is kept.\n\n--8<-- \"docs/limits.md\"\n\nThe limit was {~~30~>60~~} and {--40--}{++90++} of it{>>old<<}."), ("and it holds 60.", "It is kept."), ("[TOC]", "md-button", "--8<--", "{ .", "{--", "{>>"), {}),
    # Hugo
    _file("generators", "content/a.md", "+++\ntitle = 'Cache notes'\ndate = 2026-11-02T10:00:00+01:00\ndraft = false\n[params]\n  author = 'Ann Bee'\n+++\n\n" + f"{FILL} See [limits]({{{{< ref \"limits.md\" >}}}}) of it.\n\n{{{{< figure src=\"a.png\" caption=\"Thirty rows\" >}}}}\n\n{{{{% notice tip \"Mind\" %}}}}\nThe limit is **60** for it.\n{{{{% /notice %}}}}\n\n<!--more-->\n\n{MORE}\n", ("See limits of it.", "The limit is 60 for it.", MORE), ("{{", "%}}", "ref \"", "more-->"), {"title": "Cache notes", "published": NINE}),
    _file("generators", "content/_index.md", f"---\ntitle: Cache notes\ndate: 2026-11-02\ncascade:\n  - _target: {{path: /a}}\n---\n\n{FILL}\n\n{{{{< tabpane text=true >}}}}\n{{{{% tab \"Linux\" %}}}}\nThe limit is 60 on Linux.\n{{{{% /tab %}}}}\n{{{{< /tabpane >}}}}\n\nUse `{{{{</* ref */>}}}}` in it.\n", ("The limit is 60 on Linux.",), ("tabpane", "% tab"), {"title": "Cache notes"}),
    # Jekyll
    _file("generators", "_posts_/2026-11-02-cache.md", f"---\nlayout: post\ntitle:  \"Cache notes\"\nauthor: Ann Bee\n---\n* TOC\n{{:toc}}\n\n{FILL}\n{{: .lead #x }}\n\n{{% comment %}}The limit was 30.{{% endcomment %}}\n\n{{% highlight ruby linenos %}}\nputs 60\n{{% endhighlight %}}\n\nSee [it]({{% post_url 2026-01-01-x %}}) and {{{{ site.baseurl }}}} too.\n\n{{% raw %}}Use {{{{ x }}}} for 60.{{% endraw %}}\n\n{MORE}\n", (FILL, "puts 60", MORE), ("TOC", "{:", "was 30", "linenos", "post_url", "endraw"), {"title": "Cache notes", "published": DAY, "authors": ("Ann Bee",)}),
    # mdBook
    _file("generators", "src/a.md", md("{{#title Cache}}\n\n```rust,editable,should_panic\n# fn main() {\nlet limit = 60;\n# }\n```\n\n{{#include listing.rs:2:10}}\n\n<div class=\"warning\">\n\nThe limit is 60.\n\n</div>"), ("let limit = 60;", "The limit is 60."), ("{{#", "editable", "listing.rs"), {"title": "Cache notes"}),
    # VitePress
    _file("generators", "a.md", f"---\noutline: deep\n---\n<script setup>\nimport {{ ref }} from 'vue'\nconst n = ref(30)\n</script>\n\n# Cache notes <Badge type=\"tip\" text=\"^1.9.0\" />\n\n{FILL}\n\n[[toc]]\n\n::: code-group\n\n```sh [npm]\nnpm i cache\n```\n\n```sh [yarn]\nyarn add cache\n```\n\n:::\n\n<<< @/snippets/a.js{{2}}\n\n::: details Click me\nThe limit is 60.\n:::\n\n{MORE}\n\n<style scoped>\np {{ color: red }}\n</style>\n", (FILL, "npm i cache", "yarn add cache", "The limit is 60."), ("[[toc]]", "ref(30)", "<<<", ":::", "color"), {"title": "Cache notes"}),
    _file("generators", "a.md", md("> [!WARNING]\n> The limit is **60**.\n>\n> - It waits\n\n> [!note]- Folded\n> The wait is 5.\n\n> [!TIP] Titled\n> The rest is 7."), ("The limit is 60.", "The wait is 5.", "The rest is 7."), ("[!", "**"), {}),
    # GitBook
    _file("generators", "a.md", md("{% hint style=\"info\" %}\nThe limit is 60.\n{% endhint %}\n\n{% embed url=\"https://a.example\" %}\n\n{% code title=\"a.sh\" overflow=\"wrap\" lineNumbers=\"true\" %}\n```sh\ndrain node-7\n```\n{% endcode %}\n\n{% stepper %}\n{% step %}\n### Drain\n\nIt takes 90.\n{% endstep %}\n{% endstepper %}\n\n<mark style=\"color:red;\">The wait</mark> is 5."), ("The limit is 60.", "drain node-7", "It takes 90.", "The wait is 5."), ("{%", "overflow", "color"), {}),
    # Obsidian
    _file("generators", "a.md", md("See [[Limits of it|the limits]] and [[Other#Part]] of 60.\n\n![[graph.png|300]]\n\n%%The limit was 30.%%\n\nThe row is kept. ^row-1\n\nThe ==marked== words."), ("See the limits and", "The row is kept.", "The marked words."), ("[[", "graph.png", "was 30", "^row", "==", "%%"), {}),
    # Quarto and R Markdown
    _file("generators", "a.qmd", "---\ntitle: Cache notes\nauthor:\n  - name: Ann Bee\n    orcid: 0000\ndate: 2026-11-02\nformat: html\n---\n\n" + f"{FILL} As @bee2020 says [@cee2021, p. 3].\n\n```{{r}}\n#| echo: false\n#| label: fig-a\nplot(x)\n```\n\n::: {{.callout-note}}\n## Mind\nThe limit is 60.\n:::\n\n{{{{< include _a.qmd >}}}}\n\n::: {{.columns}}\n:::: {{.column width=\"40%\"}}\nThe wait is 5.\n::::\n:::\n\n{MORE}\n", ("The limit is 60.", "The wait is 5."), ("plot(x)", ":::", "callout", "include", "width"), {"title": "Cache notes", "authors": ("Ann Bee",), "published": DAY}),
    # Sphinx
    _file("generators", "a.rst", f"Cache notes\n===========\n\n{FILL}\n\n.. versionadded:: 3.2\n   The limit is 60.\n\n.. seealso::\n\n   :pep:`8`, :rfc:`9110#section-3` and :doc:`the log </log>` of it.\n\n.. toctree::\n   :maxdepth: 2\n\n   limits\n   waits\n\n.. math:: 10^6 + 1\n   :label: eq\n\n.. autofunction:: cache.drain\n\n.. |v| replace:: 1.2.3\n\nIt is |v| of :guilabel:`&File --> Save`, with ``--all``.\n\n{MORE}\n", ("The limit is 60.", "the log of it.", "It is 1.2.3 of", "--all"), ("maxdepth", "limits\nwaits", ":label:", "|v|"), {"title": "Cache notes"}),
    _file("generators", "a.rst", f"Cache notes\n===========\n\n{FILL}\n\n.. tabs::\n\n   .. group-tab:: Linux\n\n      The limit is 60 on Linux.\n\n   .. group-tab:: BSD\n\n      .. code-block:: sh\n         :emphasize-lines: 1\n\n         drain node-7\n\n.. grid:: 2\n\n   .. grid-item-card:: Limits\n      :link: a\n\n      The wait is 5.\n\n.. admonition:: Mind it\n   :class: tip\n\n   The rest is 7.\n\n.. dropdown:: Folded\n\n   The last is 8.\n", ("The limit is 60 on Linux.", "drain node-7", "The wait is 5.", "The rest is 7.", "The last is 8."), ("emphasize", ":link:", ":class:"), {}),
    _file("generators", "a.rst", f"Cache notes\n===========\n\n{FILL}\n\n-v, --verbose   Say more of it.\n--limit=N       Wait N seconds.\n\n>>> drain(7)\n90\n\n| The first line,\n| the second line.\n\n+------+-------+\n| Call | Limit |\n+======+=======+\n| read | 30 s  |\n|      +-------+\n|      | 60 s  |\n+------+-------+\n", ("Say more of it.", "Wait N seconds.", ">>> drain(7)\n90", "the second line.", "60 s"), ("+--", "line,the"), {}),
    # Asciidoctor
    _file("generators", "a.adoc", f"= Cache notes\nAnn Bee <ann@b.example>\n:toc: left\n:limit: 60\n:url-log: https://a.example/log\n\n{FILL}\n\nThe limit is {{limit}} seconds, see {{url-log}}[the log] and <<waits,the waits>>.\n\nifdef::env-github[]\nThe limit was 30.\nendif::[]\n\n.Procedure\n. Drain it.\n+\n----\ndrain node-7\n----\n. Patch it.\n\n[horizontal]\nlimit:: The 60 of it.\nwait:: The 5 of it.\n\n// The old was 40.\n\n////\nThe old was 50.\n////\n\n[[waits]]\n== Waits\n\n{MORE}\n", ("The limit is 60 seconds, see the log and the waits.", "drain node-7", "2. Patch it.", "The 5 of it."), ("was 40", "was 50", "endif", "[[", "{limit}", "----"), {"title": "Cache notes", "authors": ("Ann Bee",)}),
    _file("generators", "a.adoc", f"= Cache notes\n\n{FILL}\n\n[cols=\"1,2a\",options=\"header\"]\n|===\n|Call |Limit\n\n|read\n|* 30 s\n* 60 s\n\n2+|Both are kept.\n|===\n\n[quote, Ann Bee]\n____\nThe index was lost.\n____\n\n[%collapsible]\n.Why\n====\nThe file is read.\n====\n\n[source,ruby,subs=\"+quotes\"]\n----\nputs 60 # <1>\n----\n<1> It is printed.\n\nThe [.line-through]#30# 60 seconds, pass:[<u>so</u>] +++<b>it</b>+++ is.\n\ninclude::other.adoc[]\n", ("read", "30 s", "Both are kept.", "The index was lost.", "The file is read.", "puts 60", "It is printed.", "60 seconds"), ("|===", "____", "include::", "30 60", "[.line", "pass:"), {}),
    # LaTeXML and Pandoc pages
    _file("generators", "a.html", page("<p class='ltx_p'>The bound is <math class='ltx_Math' alttext='10^{6}+1' display='inline'><semantics><mrow><msup><mn>10</mn><mn>6</mn></msup><mo>+</mo><mn>1</mn></mrow><annotation encoding='application/x-tex'>10^{6}+1</annotation></semantics></math> rows<sup class='ltx_note_mark'>1</sup><span class='ltx_note ltx_role_footnote'><sup class='ltx_note_mark'>1</sup><span class='ltx_note_outer'><span class='ltx_note_content'><sup class='ltx_note_mark'>1</sup>Of one machine.</span></span></span> of it.</p><p class='ltx_p'>As <cite class='ltx_cite'>[<a class='ltx_ref' href='#bib1'>1</a>, <a class='ltx_ref' href='#bib2'>2</a>]</cite> say.</p>"), ("The bound is", "rows"), ("106", "1010", "rows1", "rows 1"), {}),
    _file("generators", "a.html", page("<div class='sourceCode' id='cb1'><pre class='sourceCode bash'><code class='sourceCode bash'><span id='cb1-1'><a href='#cb1-1' aria-hidden='true' tabindex='-1'></a><span class='ex'>drain</span> node-7</span>\n<span id='cb1-2'><a href='#cb1-2' aria-hidden='true' tabindex='-1'></a>wait 90</span></code></pre></div><p>It holds.<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a> Then 60.</p><section class='footnotes' role='doc-endnotes'><hr><ol><li id='fn1'><p>Of one machine.<a href='#fnref1' class='footnote-back' role='doc-backlink'>↩︎</a></p></li></ol></section>"), ("drain node-7\nwait 90", "It holds. Then 60."), ("↩", "holds.1"), {}),
    # rustdoc, Javadoc, Doxygen, pkg.go.dev
    _file("generators", "a.html", page("<section id='method.drain' class='method'><a class='src rightside' href='../src/a.rs.html#7'>Source</a><h4 class='code-header'>pub fn <a href='#method.drain' class='fn'>drain</a>(&amp;self, n: <a class='primitive' href='x'>u8</a>) -&gt; <a class='enum' href='y'>Result</a>&lt;<a href='z'>Rows</a>&gt;</h4></section><div class='docblock'><p>Drains the node and waits 90 seconds for its calls to end.</p></div>"), ("pub fn drain(&self, n: u8) -> Result<Rows>", "Drains the node and waits 90"), (), {}),
    _file("generators", "a.html", page("<h3>drain</h3><div class='member-signature'><span class='modifiers'>public</span>&nbsp;<span class='return-type'>int</span>&nbsp;<span class='element-name'>drain</span><wbr><span class='parameters'>(int&nbsp;node,\n int&nbsp;wait)</span></div><div class='block'>Drains the node and waits 90 seconds.</div><dl class='notes'><dt>Parameters:</dt><dd><code>node</code> - the node of it</dd><dt>Returns:</dt><dd>the rows kept</dd></dl>"), ("Drains the node and waits 90 seconds.", "the node of it", "the rows kept"), ("drain(intnode", "Parameters:node"), {}),
    # GitHub's page of a readme, MediaWiki, Confluence
    _file("generators", "a.html", page("<div class='markdown-heading'><h2 class='heading-element'>Limits</h2><a id='limits' class='anchor' aria-label='Permalink: Limits' href='#limits'><svg class='octicon octicon-link'><path d='M1 1'></path></svg></a></div><div class='highlight highlight-source-shell notranslate position-relative overflow-auto'><pre>drain node-7\nwait 90</pre><div class='zeroclipboard-container'><clipboard-copy aria-label='Copy' value='drain node-7'><svg></svg></clipboard-copy></div></div><div class='markdown-alert markdown-alert-note'><p class='markdown-alert-title'><svg></svg>Note</p><p>The limit is 60.</p></div><ul class='contains-task-list'><li class='task-list-item'><input type='checkbox' checked disabled> It is done.</li></ul>"), ("Limits", "drain node-7\nwait 90", "The limit is 60.", "It is done."), ("Permalink", "M1 1"), {}),
    _file("generators", "a.html", "<html><head><title>Cache notes - Wiki</title></head><body class='mediawiki'><div id='content' class='mw-body'><h1 id='firstHeading' class='firstHeading'>Cache notes</h1><div id='mw-content-text'><div class='mw-parser-output'>" + f"<p>{FILL}<sup id='cite_ref-1' class='reference'><a href='#cite_note-1'><span class='cite-bracket'>&#91;</span>1<span class='cite-bracket'>&#93;</span></a></sup> It is so.<sup class='noprint Inline-Template'>&#91;<i><a href='x' title='needs'>citation needed</a></i>&#93;</sup></p><div class='mw-heading mw-heading2'><h2 id='Limits'>Limits</h2><span class='mw-editsection'><span class='mw-editsection-bracket'>[</span><a href='e'>edit</a><span class='mw-editsection-bracket'>]</span></span></div><p>The limit is 60. {MORE}</p>" + "<div class='reflist'><ol class='references'><li id='cite_note-1'><span class='mw-cite-backlink'><a href='#cite_ref-1'>^</a></span> <span class='reference-text'>Bee, Ann. The Log.</span></li></ol></div></div></div></div></body></html>", (FILL + " It is so.", "The limit is 60."), ("[edit]", "edit]", "more.1"), {"title": "Cache notes"}),
)  # fmt: skip

FILES = (*FEEDS, *ENCODED, *PAGES)
