"""What the alt-text audit says of pages that others made: to look for false alarms by eye.

    python bench/site_alt.py FOLDER

Reads every .html file below FOLDER, prints the pages, the pictures, the findings by rule, and each
distinct finding with its picture, so that a person can judge it. Judges nothing itself.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from lxml import etree, html

from pipeline.audit.alt import see
from pipeline.audit.facts import Facts


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    pages = empty = pictures = 0
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.rglob("*.html")):
        try:
            tree = html.document_fromstring(path.read_bytes())
        except etree.ParserError:
            empty += 1
            continue
        facts = Facts()
        see(tree, facts)
        pages, pictures = pages + 1, pictures + facts.images
        found.update((one["rule"], one["match"][:100]) for one in facts.findings)
    rules = Counter[str]()
    for (rule, _), count in found.items():
        rules[rule] += count
    print(
        f"{pages} pages ({empty} empty files), {pictures} pictures, {sum(rules.values())} findings"
    )
    print(*(f"  {rule}: {count}" for rule, count in rules.most_common()), sep="\n")
    print(
        *(f"{rule}  {count} times  {match}" for (rule, match), count in sorted(found.items())),
        sep="\n",
    )


if __name__ == "__main__":
    main()
