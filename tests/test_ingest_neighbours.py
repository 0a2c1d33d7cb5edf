"""What a file leaves to others of its folder is read as its page shows it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.chunk import passages
from pipeline.ingest.jobs import Job, do
from pipeline.ingest.sources.listing import listed
from pipeline.records import Source
from tests.readings_tools import FILL, MORE

MOMENT = "2026-11-20T06:00:00+00:00"


def _texts(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """The text of each document of a folder, by its path; what was changed on the way is said as well."""
    for name, said in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(said, "utf-8")
    source = Source("s", "S", "folder", str(folder), ("sys",))
    found = {}
    for item in listed(source).items:
        made = do(Job(source, item, "", f"{MOMENT}{folder}", "en", 10**6), passages).made
        for one in made:
            changed = [kind for kind, _ in one.document.removed if kind.startswith("words")]
            found[item.path] = one.document.text + "".join(changed)
    return found


def _rst(title: str, body: str) -> str:
    return f"{title}\n{'=' * len(title)}\n\n{FILL}\n\n{body}\n\n{MORE}\n"


def _adoc(title: str, body: str) -> str:
    return f"= {title}\n\n{FILL}\n\n{body}\n\n{MORE}\n"


LIMITS = ".. _limits:\n\nLimits of ``rows``\n------------------\n\nThe limit is 60 seconds."


@pytest.mark.parametrize(
    ("files", "path", "says"),
    [
        ({"a.rst": _rst("A", "See :ref:`limits` of it."), "b/b.rst": _rst("B", LIMITS)},
         "a.rst", "See Limits of rows of it."),
        ({"a.rst": _rst("A", f"See :ref:`Limits` of it.\n\n{LIMITS}"), "b.rst": _rst("B", LIMITS.replace("rows", "keys"))},
         "a.rst", "See Limits of rows of it."),
        ({"a.rst": _rst("A", "See :ref:`limits` of it."), "b.rst": _rst("B", LIMITS), "c.rst": _rst("C", LIMITS.replace("rows", "keys"))},
         "a.rst", "See limits of it."),
        ({"a.rst": _rst("A", "See :ref:`the rest <limits>` of it."), "b.rst": _rst("B", LIMITS)},
         "a.rst", "See the rest of it."),
        ({"a.md": f"# A\n\n{FILL}\n\nSee {{ref}}`limits` of it.\n", "b.md": f"# B\n\n(limits)=\n## Limits of rows\n\n{MORE} {FILL}\n"},
         "a.md", "See Limits of rows of it."),
        ({"a.adoc": _adoc("A", "See xref:b.adoc[] and xref:m:b.adoc#limits[] of it."),
          "b.adoc": _adoc("Rows of a day", "[#limits]\n== Limits of rows\n\nIt is 60 seconds.")},
         "a.adoc", "See Rows of a day and Limits of rows of it."),
        ({"a.adoc": _adoc("A", "See xref:con-rows-{context}[] and <<con-rows-{context}>> of it."),
          "b.adoc": "[id='con-rows-{context}']\n" + _adoc("Rows of a day", "It is 60 seconds.")},
         "a.adoc", "See Rows of a day and Rows of a day of it."),
        ({"a.adoc": _adoc("A", "See <<limits>> of it.\n\n[#limits]\n== Limits of keys\n\nIt is so."),
          "b.adoc": _adoc("B", "[#limits]\n== Limits of rows\n\nIt is 60 seconds.")},
         "a.adoc", "See Limits of keys of it."),
        ({"antora.yml": "name: rows\nversion: '1.2'\nasciidoc:\n  attributes:\n    # of the product\n    full-name: 'The Row Keeper@'\n    gone: ~\n",
          "modules/ROOT/pages/a.adoc": _adoc("A", "It is {full-name}, {gone} of it, in [.ui]*Keep*.")},
         "modules/ROOT/pages/a.adoc", "It is The Row Keeper, {gone} of it, in Keep."),
        ({"shared/attributes.adoc": ":toc: left\n:RowKeeper: https://b.example[The Row Keeper^]\n:ver: 1.2\n:full: {RowKeeper} {ver}\nifdef::x[]\n:ver: 9.9\nendif::[]\n",
          "b/a.adoc": _adoc("A", "It is {full} of it.")},
         "b/a.adoc", "It is The Row Keeper 1.2 of it."),
        ({"a/_attributes.adoc": ":ver: 1.2\n", "b/attributes.adoc": ":ver: 3.4\n", "b/a.adoc": _adoc("A", "include::../a/_attributes.adoc[]\n\nIt is {ver} of it.")},
         "b/a.adoc", "It is 1.2 of it."),
        ({"a/_attributes.adoc": ":ver: 1.2\n", "b/attributes.adoc": ":ver: 3.4\n", "b/a.adoc": _adoc("A", "It is {ver} of it.")},
         "b/a.adoc", "It is {ver} of it."),
        ({"attributes.adoc": ":ver: 1.2\n", "b/a.adoc": _adoc("A", ":ver: 3.4\n\nIt is {ver} of it.")},
         "b/a.adoc", "It is 3.4 of it."),
        ({"a.adoc": _adoc("A", "See xref:c.adoc[] and xref:index.adoc[] of it."), "b/index.adoc": _adoc("B", "It is."), "d/index.adoc": _adoc("D", "It is.")},
         "a.adoc", "See c and index of it."),
    ],
)  # fmt: skip
def test_a_reference_to_another_file_is_the_title_that_its_page_shows(
    files: dict[str, str], path: str, says: str, tmp_path: Path
) -> None:
    text = _texts(tmp_path, files)[path]
    assert says in text and "words" not in text.rsplit(MORE, 1)[-1]


def test_a_pipe_with_the_name_of_a_text_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "b.rst")
    found = _texts(
        tmp_path, {"a.rst": _rst("A", "See :ref:`limits` of it."), "c.rst": _rst("C", LIMITS)}
    )
    assert "See Limits of rows of it." in found["a.rst"]


def test_nothing_is_looked_up_for_a_file_that_was_fetched_or_refers_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.sources import neighbours

    monkeypatch.setattr(neighbours, "_files", lambda *_: pytest.fail("the folder was gone through"))
    found = _texts(tmp_path, {"a.rst": _rst("A", "It is."), "b.md": f"# B\n\n{FILL} {MORE}\n"})
    assert set(found) == {"a.rst", "b.md"}
