"""What is public, since when, and how a site takes the place of another."""

from __future__ import annotations

import errno
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import newsdesk
import pytest
import shared
import starter_room

from pipeline import proof, publish
from pipeline.errors import BuildError
from pipeline.newsroom import briefs, publication, runs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.publish import pointer
from pipeline.records import store
from pipeline.run import RunPlan, run_day

DAY = starter_room.DAY
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def silent_audit(site: Path, desk: object, **_: object) -> tuple[()]:
    return ()


def sites(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A site that stands, a new one, and where generations would lie."""
    site, new = tmp_path / "site", tmp_path / ".dateline" / "build-abcdefgh" / "site"
    store.write(site / ".gitkeep", "")
    store.write(site / "index.html", "old")
    store.write(site / "old.html", "old")
    store.write(new / "index.html", "new")
    return site, new, tmp_path / ".dateline" / "sites"


def cannot(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(one: Path, two: Path) -> None:
        raise OSError(code, os.strerror(code), str(two))

    monkeypatch.setattr(pointer, "exchange", refuse)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_site_is_exchanged_whole_and_keeps_what_it_must(tmp_path: Path) -> None:
    site, new, generations = sites(tmp_path)
    pointer.switch(new, site, generations)
    assert names(site) == [".gitkeep", "index.html"]
    assert (site / "index.html").read_text() == "new"
    assert names(tmp_path) == [".dateline", "site"]


def test_a_site_that_is_not_there_yet_appears_whole(tmp_path: Path) -> None:
    _, new, generations = sites(tmp_path)
    pointer.switch(new, tmp_path / "elsewhere" / "site", generations)
    assert (tmp_path / "elsewhere" / "site" / "index.html").read_text() == "new"


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.EXDEV])
def test_where_nothing_can_be_exchanged_the_site_is_a_link_to_a_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    site, new, generations = sites(tmp_path)
    cannot(monkeypatch, code)
    pointer.switch(new, site, generations)
    assert site.is_symlink() and not site.readlink().is_absolute()
    assert names(site) == [".gitkeep", "index.html"]
    store.write(new / "index.html", "newer")
    pointer.switch(new, site, generations)
    assert (site / "index.html").read_text() == "newer"
    assert names(generations) == ["1", "2"]
    runs.sweep(tmp_path, tmp_path / ".dateline")
    assert names(generations) == ["2"]
    assert (site / "index.html").read_text() == "newer"


def test_a_link_that_a_person_made_is_followed_and_stays(tmp_path: Path) -> None:
    site, new, generations = sites(tmp_path)
    (tmp_path / "www").mkdir()
    site.rename(tmp_path / "www" / "html")
    site.symlink_to(Path("www") / "html")
    pointer.switch(new, site, generations)
    assert site.readlink() == Path("www") / "html"
    assert (tmp_path / "www" / "html" / "index.html").read_text() == "new"
    assert not (tmp_path / "www" / "html").is_symlink()


def test_a_reader_who_polls_all_the_while_never_finds_a_page_missing(tmp_path: Path) -> None:
    site, new, generations = sites(tmp_path)
    missing: list[str] = []
    done = threading.Event()

    def poll() -> None:
        while not done.is_set():
            try:
                (site / "index.html").read_bytes()
            except OSError as error:
                missing.append(str(error))

    reader = threading.Thread(target=poll)
    reader.start()
    for number in range(200):
        store.write(new / "index.html", f"{number}")
        pointer.switch(new, site, generations)
    done.set()
    reader.join()
    assert missing == []


@pytest.mark.parametrize(
    ("code", "says"),
    [(errno.ENOSPC, "no space left on device"), (errno.EBUSY, "busy"), (errno.EROFS, "read-only")],
)
def test_what_the_system_refuses_is_said_as_it_is_and_the_site_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, says: str
) -> None:
    site, new, generations = sites(tmp_path)
    cannot(monkeypatch, code)
    with pytest.raises(BuildError, match=says) as caught:
        pointer.switch(new, site, generations)
    assert caught.value.hint
    assert (site / "index.html").read_text() == "old"


# ── what is public ────────────────────────────────────────────────────────────────────────


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pipeline.publish.provenance.write", refuse)


def made(root: Path) -> Newsroom:
    """A newsroom with one brief that is public and one that is made and not yet shown."""

    def make(folder: Path) -> None:
        room = newsdesk.newsroom(folder, ())
        for day in ("2026-11-17", "2026-11-18"):
            brief, evidence = newsdesk.brief(day), newsdesk.evidence(day)
            briefs.keep(room, brief, evidence, news=None, corpus={})
            if day == "2026-11-17":
                proof.render_all(room)
                publish.build_site(room, audit=silent_audit)
                publication.settle(room, NOW)

    return open_newsroom(shared.copy("one-public-one-made", make, root))


def states(room: Newsroom) -> dict[str, str]:
    rows = publication.last(room)
    return {day: publication.state(briefs.read_brief(room, day), rows) for day in briefs.days(room)}


def test_a_brief_is_public_when_it_stands_on_the_site_and_not_before(tmp_path: Path) -> None:
    room = made(tmp_path)
    assert states(room) == {"2026-11-17": "public", "2026-11-18": "verified"}
    assert publication.awaiting(room, briefs.published(room)) == ("2026-11-18",)
    proof.render_all(room)
    publish.build_site(room, audit=silent_audit)
    later = datetime(2026, 11, 21, 8, tzinfo=UTC)
    publication.settle(room, later)
    assert states(room) == dict.fromkeys(("2026-11-17", "2026-11-18"), "public")
    rows = publication.last(room) or {}
    assert rows["2026-11-17"].at == "2026-11-20T08:00:00+00:00"
    assert rows["2026-11-18"].at == "2026-11-21T08:00:00+00:00"


def test_saying_it_twice_adds_nothing(tmp_path: Path) -> None:
    room = made(tmp_path)
    before = (room.briefs / publication.FILE).read_bytes()
    publish.build_site(room, audit=silent_audit)
    publication.settle(room, datetime(2027, 1, 1, tzinfo=UTC))
    assert (room.briefs / publication.FILE).read_bytes() == before


def test_a_process_killed_after_the_switch_leaves_it_to_the_next_to_say_so(tmp_path: Path) -> None:
    room = made(tmp_path)
    proof.render_all(room)
    publish.build_site(room, audit=silent_audit)  # and nobody settled it
    assert states(room)["2026-11-18"] == "verified"
    publication.settle(room, NOW)
    assert states(room)["2026-11-18"] == "public"


def test_a_process_killed_before_the_switch_made_nothing_public(tmp_path: Path) -> None:
    room = made(tmp_path)
    publication.begin(room, tmp_path / "never", ["2026-11-18"])
    publication.settle(room, NOW)
    assert states(room)["2026-11-18"] == "verified"
    assert not (room.state / publication.ABOUT_TO).exists()


def test_what_was_held_back_from_the_site_does_not_count_as_said(tmp_path: Path) -> None:
    room = made(tmp_path)
    publication.settle(room, NOW, {"2026-11-18": "a link\nis broken"})
    assert states(room)["2026-11-18"] == "held back"
    assert [one.day for one in briefs.public(room, "2026-11-19")] == ["2026-11-17"]
    rows = publication.last(room) or {}
    assert rows["2026-11-18"].why == "a link is broken"


def test_what_readers_had_counts_as_said_whatever_became_of_its_page_since(tmp_path: Path) -> None:
    room = made(tmp_path)
    publication.settle(room, NOW, {"2026-11-17": "a file of it is lost"})
    assert states(room)["2026-11-17"] == "held back"
    assert [one.day for one in briefs.public(room, "2026-11-19")] == ["2026-11-18", "2026-11-17"]
    told = {one.day for one in briefs.tellings(room, "2026-11-19")}
    assert told == {"2026-11-17", "2026-11-18"}


@pytest.mark.parametrize("name", publication.RECORDS)
def test_a_day_that_was_held_back_waits_again_once_a_file_of_it_is_another(
    name: str, tmp_path: Path
) -> None:
    room = made(tmp_path)
    publication.settle(room, NOW, {"2026-11-18": "a file of it is lost"})
    assert publication.awaiting(room, briefs.published(room)) == ()
    path = room.day("2026-11-18") / name
    whole = path.read_bytes() if path.is_file() else b""
    path.write_bytes(whole + b"\n")
    assert publication.awaiting(room, briefs.summaries(room)) == ("2026-11-18",)
    publication.settle(room, NOW, {"2026-11-18": "a file of it is lost"})
    assert publication.awaiting(room, briefs.summaries(room)) == ()


def test_a_newsroom_from_before_the_list_keeps_what_it_published(tmp_path: Path) -> None:
    room = made(tmp_path)
    (room.briefs / publication.FILE).unlink()
    assert states(room) == dict.fromkeys(("2026-11-17", "2026-11-18"), "public")
    day = "2026-11-19"
    briefs.keep(room, newsdesk.brief(day), newsdesk.evidence(day), news=None, corpus={})
    assert states(room)[day] == "verified"
    rows = publication.last(room) or {}
    assert rows["2026-11-17"].at == briefs.read_brief(room, "2026-11-17").published


def test_a_damaged_line_is_named_and_passed_over_and_a_torn_one_goes(tmp_path: Path) -> None:
    room = made(tmp_path)
    path = room.briefs / publication.FILE
    whole = path.read_bytes()
    path.write_bytes(b"rot\n" + whole + b'{"day": "2026-')
    assert publication.faults(room)[0].startswith(f"{path}:1:")
    assert states(room)["2026-11-17"] == "public"
    publication.settle(room, NOW, {"2026-11-18": "a link is broken"})
    assert path.read_bytes().startswith(b"rot\n" + whole)
    assert states(room)["2026-11-18"] == "held back"


def test_a_full_disk_leaves_yesterdays_site_and_the_next_night_makes_up_for_it(
    tmp_path: Path,
) -> None:
    room = starter_room.published(tmp_path)
    before = (room.site / "provenance.json").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        full_disk(patch)
        with pytest.raises(BuildError, match="no space left on device"):
            run_day(room, starter_room.world(), RunPlan("2026-11-19"))
    assert (room.site / "provenance.json").read_bytes() == before
    assert states(room) == {"2026-11-19": "verified", DAY: "public"}
    assert not [one for one in room.state.iterdir() if one.name.startswith("build-")]
    run_day(room, starter_room.world(), RunPlan(DAY))
    assert states(room) == {"2026-11-19": "public", DAY: "public"}
    assert (room.site / "briefs" / "2026-11-19" / "index.html").is_file()


# ── what a killed run leaves ──────────────────────────────────────────────────────────────


def test_what_a_killed_run_left_goes_at_the_next_start_and_a_persons_files_stay(
    tmp_path: Path,
) -> None:
    room = newsdesk.newsroom(tmp_path)
    ours = (
        ".dateline/build-ab12_xyz/site/index.html", ".dateline/sites/7/index.html", ".site.old/index.html",
        ".site.new/index.html", "briefs/2026-11-20/.brief.json.ab12_xyz.dateline-part",
        "content/briefs/.2026-11-20.md.ab12_xyz.dateline-part", ".dateline/.site.json.ab12_xyz.dateline-part",
        "briefs/2026-11-20/.brief.json.ab12_xyz",
    )  # fmt: skip
    theirs = (
        ".dateline/build-notes.txt", "briefs/.notes.md", "content/.draft.md.swp",
        "content/posts/build-ab12_xyz/index.md", "site/index.html",
    )  # fmt: skip
    for name in (*ours, *theirs):
        store.write(tmp_path / name, "text")
    with runs.lock(room.state):
        assert [name for name in ours if (tmp_path / name).exists()] == []
        assert [name for name in theirs if not (tmp_path / name).exists()] == []


def test_a_new_newsroom_commits_nothing_that_is_half_done(tmp_path: Path) -> None:
    room = open_newsroom(starter_room.published(tmp_path).root)
    ignored = (room.root / ".gitignore").read_text("utf-8").splitlines()
    assert {".dateline/", ".*.dateline-part", "site"} <= set(ignored)
