"""The owner's two files: every fault at once, with file and line, and nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.newsroom.config import load_desk, load_sources, open_newsroom
from pipeline.newsroom.founding.placeholders import retired

ROOT = Path(__file__).parent.parent
DESK = """\
title = "T"
site_url = "https://t.example/"
[publisher]
name = "T"
[[domains]]
id = "security"
title = "Security"
team = "teams"
questions = ["What?"]
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "desk.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_newsroom_in_the_repository_opens() -> None:
    room = open_newsroom(ROOT)
    assert len(room.sources) >= 12
    assert len(room.desk.domains) >= 7
    assert all(Path(source.location).exists() for source in room.sources)


def test_a_missing_desk_names_the_file_and_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_desk(tmp_path / "desk.toml")
    assert "desk.toml" in str(caught.value)
    assert "dateline init" in caught.value.hint


def test_a_desk_from_an_editor_of_another_system_is_read(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_bytes(b"\xef\xbb\xbf" + DESK.replace("\n", "\r\n").encode())
    assert load_desk(path).title == "T"


@pytest.mark.parametrize("coding", ["latin-1", "utf-16"])
def test_a_desk_in_another_encoding_says_how_to_save_it(tmp_path: Path, coding: str) -> None:
    path = tmp_path / "desk.toml"
    path.write_bytes(f"{DESK}# caf\xe9\n".encode(coding))
    with pytest.raises(ConfigError, match=r"is not UTF-8 \(line \d+\)") as caught:
        load_desk(path)
    assert "UTF-8" in caught.value.hint


def test_a_desk_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 2"):
        load_desk(write(tmp_path, 'title = "T"\nsite_url = \n'))


def test_unknown_keys_and_wrong_values_are_all_reported_with_their_lines(tmp_path: Path) -> None:
    text = DESK + "[gate]\nfloor = 120\n[publish]\nfeed_item = 3\n"
    with pytest.raises(ConfigError) as caught:
        load_desk(write(tmp_path, text))
    assert "line 11: gate.floor" in str(caught.value)
    assert "line 13: publish.feed_item: unknown key" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("[publish]\nfeed_item = 3\n", "did you mean feed_items?"),
        ("[writing]\nfloor = 90\n", "it stands in [retrieval] or [gate]"),
        ("[gate]\ntimeout_second = 3\n", "did you mean timeout_seconds in [ingest] or [writing]?"),
        ("[gates]\nfloor = 90\n", "did you mean gate?"),
        ('[[owners]]\nid = "a"\nchanel = "email"\n', "did you mean channel?"),
        ('[publish]\ndue = "6:30"\n', "write a time of day like 06:30"),
        ('[watch]\nnames = "PostgreSQL"\n', 'write a list, like ["one", "another"]'),
        ("[gate]\nfloor = 1.5\n", "write a whole number"),
    ],
)
def test_a_mistake_is_told_in_words_with_what_was_meant(
    tmp_path: Path, text: str, meant: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_desk(write(tmp_path, DESK + text))
    assert meant in str(caught.value)
    assert "pattern" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '[[domains]]\nid = "a"\ntitle = "A"\nteam = "t"\nquestions = []\n',
            "line 14: domains[a].questions",
        ),
        (
            '[writing]\nname = "claude"\n[writing.quick]\nmodel = 3\n',
            "line 13: writing.quick.model",
        ),
        ('[publish]\nlanguage = "en"\nfeed_items = "many"\n', "line 12: publish.feed_items"),
    ],
)
def test_a_fault_inside_a_nested_table_names_its_own_line(
    tmp_path: Path, text: str, fault: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_desk(write(tmp_path, DESK + text))
    assert fault in str(caught.value)


def test_a_mistyped_scheme_is_no_folder(tmp_path: Path) -> None:
    desk = load_desk(write(tmp_path, DESK))
    path = tmp_path / "sources.toml"
    path.write_text(
        '[[sources]]\nid = "a"\ntitle = "A"\nkind = "feed"\nlocation = "htp://a.example/f"\n'
        f'domains = ["{desk.domains[0].id}"]\n'
    )
    with pytest.raises(ConfigError, match=r"htp: is no address") as caught:
        load_sources(path, desk, tmp_path)
    assert "https://" in caught.value.hint


def test_a_list_of_no_sources_names_the_command_that_writes_one(tmp_path: Path) -> None:
    path = write(tmp_path, DESK).with_name("sources.toml")
    path.write_text("")
    with pytest.raises(ConfigError, match="sources: is missing") as caught:
        load_sources(path, load_desk(write(tmp_path, DESK)), tmp_path)
    assert "dateline sources add" in caught.value.hint


def test_a_site_address_without_scheme_or_slash_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="site_url"):
        load_desk(write(tmp_path, DESK.replace("https://t.example/", "t.example")))


def test_domains_of_one_id_are_refused(tmp_path: Path) -> None:
    twice = DESK + DESK[DESK.index("[[domains]]") :]
    with pytest.raises(ConfigError, match="security"):
        load_desk(write(tmp_path, twice))


def test_sources_must_differ_and_name_domains_of_the_desk(tmp_path: Path) -> None:
    desk = load_desk(write(tmp_path, DESK))
    entry = '[[sources]]\nid = "a"\ntitle = "A"\nkind = "html"\nlocation = "x"\ndomains = ["{}"]\n'
    path = tmp_path / "sources.toml"
    path.write_text(entry.format("security") + entry.format("cooking"), "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_sources(path, desk, tmp_path)
    assert "comes twice" in str(caught.value)
    assert "unknown domain 'cooking'" in str(caught.value)


def test_a_source_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    desk = load_desk(write(tmp_path, DESK))
    path = tmp_path / "sources.toml"
    path.write_text(
        '[[sources]]\nid = "a"\ntitle = "A"\nkind = "gopher"\nlocation = "x"\ndomains = ["security"]',
        "utf-8",
    )
    with pytest.raises(ConfigError, match=r"sources\[a\]\.kind"):
        load_sources(path, desk, tmp_path)


def test_relative_locations_start_from_base_and_addresses_stay(tmp_path: Path) -> None:
    desk = load_desk(write(tmp_path, DESK))
    entry = '[[sources]]\nid = "{}"\ntitle = "A"\nkind = "html"\nlocation = "{}"\ndomains = ["security"]\n'
    path = tmp_path / "sources.toml"
    path.write_text(
        'base = "corpus"\n' + entry.format("a", "pages") + entry.format("b", "https://b.example/x"),
        "utf-8",
    )
    first, second = load_sources(path, desk, tmp_path)
    assert first.location == str(tmp_path / "corpus" / "pages")
    assert second.location == "https://b.example/x"


def test_models_and_authorities_lie_below_the_newsroom_wherever_it_is_run_from(
    tmp_path: Path,
) -> None:
    briefs = tmp_path / "briefs"
    briefs.mkdir()
    entry = 'id = "a"\ntitle = "A"\nkind = "html"\nlocation = "p"\ndomains = ["security"]'
    (briefs / "sources.toml").write_text(f"[[sources]]\n{entry}", "utf-8")
    keys = 'dense = "{}"\ndense_model = "models/a"\nrerank = "folder"\nrerank_model = "/m/b"\nengine_ca = "own.pem"\n'
    for dense, model in (("folder", str(tmp_path / "models" / "a")), ("http", "models/a")):
        (briefs / "desk.toml").write_text(f"{DESK}[retrieval]\n{keys.format(dense)}", "utf-8")
        held = open_newsroom(tmp_path).desk.retrieval
        assert (held.dense_model, held.rerank_model) == (model, "/m/b")
        assert held.engine_ca == str(tmp_path / "own.pem")


def test_a_key_that_nothing_reads_any_more_is_passed_over_and_named(tmp_path: Path) -> None:
    path = write(tmp_path, DESK + "\n[retrieval]\nfreshness = 0.6\npool = 150\n")
    assert load_desk(path).retrieval.pool == 150
    assert retired(path) == ("retrieval.freshness",)
