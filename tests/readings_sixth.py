"""A sixth round of small inputs: what sixty others, written first, and 73 public sources met.

Enter: nothing. Leave: `FILES`, of the form of `readings_tools.py`.
"""

from __future__ import annotations

from tests.readings_fifth import adoc, rst, web
from tests.readings_tools import DAY, FILL, LONG, MORE, File, _file, md, page

ARTICLES = (
    (
        "<script type='application/ld+json'>[{'@type':'BlogPosting','headline':'Other rows','url':'https://b.example/other',"
        "'datePublished':'2024-01-09'},{'@type':'BlogPosting','headline':'Rows','url':'https://b.example/rows',"
        "'datePublished':'2026-11-02','author':['Ann Bee','Ben Cee']}]</script>"
    )
    .replace("'", '"')
    .replace('type="application/ld+json"', "type='application/ld+json'")
)
LISTED = ARTICLES.replace("b.example/rows", "b.example/third").replace('"Rows"', '"Third rows"')

PAGES = (
    _file("pages of public sources", "a.html", page("<p>We lost 3<a href='#n3'><sup>3</sup></a> nodes of 14<sup><a href='#n2'>2</a></sup> in it.</p>"), "We lost 3 nodes of 14 in it.", ("^", "33"), {}),
    _file("pages of public sources", "a.html", page("<p>It grows by n<sup><a href='/powers'>2</a></sup> and 10<sup>6</sup> rows.</p>"), "n^2 and 10^6 rows.", ("106",), {}),
    _file("pages of public sources", "a.html", web(f"<link rel='canonical' href='https://b.example/rows'>{ARTICLES}"), FILL, (), {"published": DAY, "authors": ("Ann Bee", "Ben Cee")}),
    _file("pages of public sources", "a.html", web(LISTED), FILL, (), {"published": None, "authors": ()}),
    _file("pages of public sources", "content/_index.html", f"+++\ntitle = \"Rows\"\n+++\n{{{{< blocks/cover title=\"Welcome\" >}}}}\n<p>{LONG}</p>\n{{{{% /blocks/lead %}}}}\n<p>{MORE}</p>\n{{{{< /blocks/cover >}}}}", (FILL, MORE), ("{{", "blocks"), {"title": "Rows"}),
)  # fmt: skip

MARKS = (
    _file("Markdown of public sources", "a.md", md("It is not as simple\n[^why]. It takes 60 seconds[^n] of it.\n\n[^why]: Since the index is kept.\n\n[^n]: By the clock."), ("It takes 60 seconds of it.", "Since the index is kept."), ("[^",), {}),
    _file("Markdown of public sources", "content/a.md", md("{{<video src=\"a.mp4\" caption=\"Of it\">}}\n\nIt takes 60 seconds of it."), "It takes 60 seconds of it.", ("{{", "}}"), {}),
    _file("Markdown of public sources", "a.md", md("{{ maintainers }}\n\n{{ codecrafters(id=7) }}\n\nThe chart takes {{ .Values.tag }} for it."), "The chart takes {{ .Values.tag }} for it.", ("maintainers", "codecrafters"), {}),
    _file("Markdown of public sources", "a.md", md("The price is $[price] a month.\n\nIt listens on port <%PORT%> alone.\n\nAn array `$[key]` is kept, and so is a $[1] of it."), ("An array $[key] is kept", "a $[1] of it"), ("price", "port", "%"), {}),
    _file("Markdown of public sources", "a.dj", f"# Cache notes\n\n{FILL}\n\nIt takes 10^6^ requests of H~2~O, `a^b^c` and {{-30-}} 60 rows; ~5 of ~6 stay.\n\n{MORE}\n", ("10^6 requests of H2O, a^b^c and 60 rows; ~5 of ~6 stay.",), ("106", "30"), {}),
)  # fmt: skip

PLAIN = (
    _file("plain markup of public sources", "a.rst", rst("See :ref:`limits` and :ref:`the rest <rest>` of it.\n\n.. _limits:\n.. _bounds:\n\nLimits of rows\n--------------\n\nThe limit is 60 seconds, by :ref:`bounds`."), ("See Limits of rows and the rest of it.", "by Limits of rows."), ("limits",), {}),
    _file("plain markup of public sources", "a.rst", rst(":ref:`using_rows_elsewhere`\n\nThe limit of :ref:`other_rows` is 60 seconds."), "The limit of other_rows is 60 seconds.", ("using_rows",), {}),
    _file("plain markup of public sources", "a.adoc", adoc("It is {name} {ver} now.\n\n:ver: 2.0\n\nIt is {ver} then, with {cpp}{nbsp}code and {plus}1 of `{path}`.", ":ver: 1.0\n:name: The \\\nMover"), ("It is The Mover 1.0 now.", "It is 2.0 then, with C++ code and +1 of {path}."), ("\\",), {}),
    _file("plain markup of public sources", "a.adoc", adoc("From {our-product-name} 5.6 on it is kept. The limit is 60 seconds.\n\n[.big]*{our-product-name}*\n\nCall /rows/{row-id}/keep and `{row-id}` of it."), ("The limit is 60 seconds.", "Call /rows/{row-id}/keep and {row-id} of it."), ("our-product", ".big", "**"), {}),
    _file("plain markup of public sources", "a.adoc", adoc("[tabs]\n====\nXML::\n+\n--\nIt takes 60 rows of it.\n--\n===="), ("XML", "It takes 60 rows of it."), ("+", "::"), {}),
    _file("plain markup of public sources", "a.xml", f"<article xmlns='http://docbook.org/ns/docbook'><title>Rows</title><para>{FILL}</para><para>It takes <option>--fast</option><footnote><para>By the clock.</para></footnote> for 60 rows.</para></article>", ("It takes --fast for 60 rows.", "By the clock."), (), {}),
    _file("plain markup of public sources", "a.org", f"#+TITLE: Rows\n\n{FILL}\n\n- [[https://b.example/x][Wiki :: rows]] of it\n- term :: what it is\n\n{MORE}\n", ("Wiki :: rows of it", "what it is"), ("[[", "b.example"), {}),
)  # fmt: skip

FACTS = (
    _file("facts of public sources", "blog/2026/start-rows.md", f"+++\ntitle = \"Rows of it\"\nauthors = \"Ann Bee\"\npublished = \"2 November 2026\"\nrss_pubdate = Date(2026, 11, 2)\n+++\n\n{LONG}\n", FILL, (), {"title": "Rows of it", "published": DAY}),
    _file("facts of public sources", "announce/2026/a.md", f"---\nannounced: November 2, 2026\nfixed_in:\n- Rower 40\n- Rower ESR 38.2\nimpact: Critical\ntitle: Rows overflow\n---\n<h3>Description</h3>\n<p>{FILL}</p>\n", (FILL, "Fixed in: Rower 40; Rower ESR 38.2.", "Severity: critical"), (), {"title": "Rows overflow", "published": DAY}),
    _file("facts of public sources", "announce/2026/b.yml", "announced: November 2, 2026\nimpact: high\nfixed_in:\n- Rower 151.3.1\ntitle: Flaws fixed in Rower 151.3.1\nadvisories:\n  CVE-2026-1:\n    title: Rows of another are shown in a frame\n    impact: high\n    reporter: Ann Bee\n", ("CVE-2026-1: Rows of another are shown in a frame", "Impact: high.", "- Rower 151.3.1"), (), {"title": "Flaws fixed in Rower 151.3.1", "published": DAY}),
    _file("facts of public sources", "reports/GO-2026-1.yaml", "id: GO-2026-1\nmodules:\n    - module: b.example/rows/keeper\n      versions:\n        - fixed: 0.0.0-20260406184107-c54bcf1ee211\n      non_go_versions:\n        - introduced: 3.0.0\n        - fixed: 3.0.11\nsummary: Rows of a keeper are read by those who may not in b.example/rows/keeper\n", ("Patched versions: b.example/rows/keeper 3.0.11.",), ("c54bcf1ee211",), {}),
    _file("facts of public sources", "reports/GO-2026-2.yaml", "id: GO-2026-2\nmodules:\n    - module: b.example/rows/keeper/of/one\n      versions:\n        - fixed: 0.19.0\n    - module: b.example/rows/keeper/of/two\n      versions:\n        - fixed: 1.43.0\nsummary: Rows of a keeper are read by those who may not in b.example/rows/keeper\n", ("of/one 0.19.0; b.example/rows/keeper/of/two 1.43.0.",), (), {}),
    _file("facts of public sources", "a.adoc", adoc("See https://b.example/rows[Rows\n+ Yarn] and\n{url-rows}[Rows\n+ Spark^] of it.", ":url-rows: https://b.example/x"), "See Rows + Yarn and Rows + Spark of it.", ("- Yarn",), {}),
    _file("facts of public sources", "a.rst", rst("``keep --all`` [#n]_ is first. According to [#count]_, it takes 60 seconds [#n]_ of it; see [#n]_.\n\n.. [#n] rows_ and more.\n.. [#count] By the clock.\n\n.. _rows: https://b.example\n.. _n: https://b.example/n"), ("keep --all is first. According to [count], it takes 60 seconds of it; see [n].", "By the clock."), ("overrides", "target"), {}),
    _file("facts of public sources", "a.md", md("- Name: `rows`[^one][^two]\n[^one]: It was keepers once.\n[^two]: It is too late to change.\n- Start: 2026-11-02"), ("- Name: rows\n", "It was keepers once.\n", "It is too late to change.\n"), ("[^",), {}),
    _file("facts of public sources", "a.md", md("Error cases:\n\t- The row is not in the index\n\t- The row has no length of it"), ("Error cases:\n\n- The row is not in the index\n- The row has no length of it",), (), {}),
    _file("facts of public sources", "a.md", md("<h3>Other rows</h3>\nThe keeper reads [other](https://b.example) rows with `keep` too."), ("Other rows\n\nThe keeper reads other rows with keep too.",), ("https",), {}),
    _file("facts of public sources", "a.md", md("!!! note \"on the \"jsonable\" rows\"\n\n    It takes 60 seconds of it."), ("on the \"jsonable\" rows", "It takes 60 seconds of it."), ("!!!",), {}),
)  # fmt: skip

FILES: tuple[File, ...] = (*PAGES, *MARKS, *PLAIN, *FACTS)
