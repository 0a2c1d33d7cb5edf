"""The engine over a search cluster: whole answers or one clear error, against a cluster of one
process that can be made to fail (`tests/cluster` asks the same of a real one)."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cluster_server
import engine_contract as contract
import numpy as np
import pytest
import starter_room
from click.testing import CliRunner
from cluster_server import Reply, State
from engine_contract import QUESTIONS, Both
from pydantic import ValidationError

from pipeline import retrieve
from pipeline.cli import dateline
from pipeline.errors import ConfigError, CorpusError, DatelineError, EngineError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve.engine import NO_LIMITS
from pipeline.retrieve.opensearch import aliases, cluster, generation, mapping, pull, push
from pipeline.retrieve.opensearch.mapping import Meta
from pipeline.world import World

ALIAS = "corpus"


@pytest.fixture(autouse=True)
def few_canaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fifty questions compare is compared by `same_answers` already."""
    monkeypatch.setattr(generation, "CANARIES", 6)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return starter_room.held(tmp_path_factory.mktemp("opensearch"))


@pytest.fixture(scope="module")
def filled(room: Newsroom) -> Iterator[tuple[str, State, Newsroom]]:
    """A cluster that holds the starter corpus; a test that changes it takes `own`."""
    with cluster_server.cluster() as (url, state):
        named = contract.naming(room, [url], ALIAS)
        with Library.open(named.library) as library:
            assert contract.both(named, library).publish() == f"{ALIAS}-g1"
        yield url, state, named


@pytest.fixture
def here(filled: tuple[str, State, Newsroom]) -> Iterator[tuple[Both, State]]:
    """Both engines; what a test did to the cluster is undone."""
    _, state, named = filled
    indices, names = dict(state.indices), {one: set(two) for one, two in state.aliases.items()}
    with Library.open(named.library) as library:
        yield contract.both(named, library), state
    state.faults.clear()
    state.indices, state.aliases = indices, names
    state.distribution, state.number = "opensearch", "2.19.6"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Both, State]]:
    """A cluster and a corpus of the test's own, nothing sent yet."""
    mine = starter_room.held(tmp_path / "room")
    with cluster_server.cluster() as (url, state):
        named = contract.naming(mine, [url], ALIAS)
        with Library.open(named.library) as library:
            yield contract.both(named, library), state


def asked(here: Both) -> tuple[object, ...]:
    return retrieve.search(QUESTIONS[0], here.theirs(), here.room.desk.retrieval, k=20)


def on(part: str, reply: Reply, *, times: int = 1_000) -> cluster_server.Fault:
    """A fault: what has `part` in its path is answered so, for a while."""
    left = [times]

    def fault(method: str, path: str, body: Any) -> Reply | None:
        if part in path and left[0]:
            left[0] -= 1
            return reply
        return None

    return fault


# ── the contract ──────────────────────────────────────────────────────────────────────────


def test_both_engines_give_the_same_hits_scores_ranks_and_evidence(
    here: tuple[Both, State],
) -> None:
    contract.same_answers(here[0], QUESTIONS[::3])


def test_phrases_in_quotation_marks_are_found_alike(here: tuple[Both, State]) -> None:
    contract.phrases_are_found_alike(here[0])


def test_a_filter_costs_no_depth(here: tuple[Both, State]) -> None:
    contract.a_filter_costs_no_depth(here[0])


def test_vectors_in_a_cluster_score_what_words_bring_up_and_are_of_one_model(
    own: tuple[Both, State],
) -> None:
    contract.vectors_score_alike(own[0])


def test_where_every_node_has_the_plugin_vectors_find_what_they_find_in_the_embedded_engine(
    own: tuple[Both, State],
) -> None:
    both, state = own
    state.plugins = ("org.opensearch.knn.plugin.KNNPlugin",)
    contract.vectors_find_alike(both)


def test_without_the_plugin_a_brief_from_a_cluster_says_that_vectors_alone_found_nothing(
    own: tuple[Both, State], monkeypatch: pytest.MonkeyPatch
) -> None:
    both, state = own
    asked = sys.modules["pipeline.retrieve.connect"]  # the function of that name hides the module
    monkeypatch.setattr(asked, "encoder", lambda *_: contract.tiny())
    made = retrieve.connect(both.room, both.library, contract.world())
    assert "k-NN plugin" in made.degraded[0] and "push --full" in made.degraded[0]
    state.plugins = ("org.opensearch.knn.plugin.KNNPlugin",)
    assert replace(both, place=replace(both.place, dense=contract.tiny())).publish(full=True)
    assert retrieve.connect(both.room, both.library, contract.world()).degraded == ()


def test_a_push_whose_sentence_model_is_down_leaves_the_day_to_the_index_beside_it(
    own: tuple[Both, State],
) -> None:
    both, _ = own
    url = {"dense": "http", "dense_url": "http://127.0.0.1:9/v1/embeddings", "dense_model": "m"}
    room = contract.naming(both.room, both.room.desk.retrieval.engine_urls, ALIAS, **url)
    made = retrieve.connect(room, both.library, contract.world())
    assert made.dense is None and "ranked without vectors" in made.degraded[0]
    assert retrieve.search(QUESTIONS[0], made, room.desk.retrieval)


def test_what_is_deleted_is_never_found_and_only_changes_are_sent(own: tuple[Both, State]) -> None:
    both, state = own
    both.publish()
    sent = len([one for one in state.asked if one[1].endswith("_bulk")])
    contract.what_is_deleted_is_never_found(both)
    assert any("_clone" in path for _, path in state.asked)
    assert len([one for one in state.asked if one[1].endswith("_bulk")]) - sent <= 4


def test_the_brief_of_a_day_is_equal_to_the_byte(
    filled: tuple[str, State, Newsroom], tmp_path: Path
) -> None:
    url, _, named = filled
    contract.a_brief_is_equal_to_the_byte(named, [url], "brief", tmp_path)


# ── less than whole ───────────────────────────────────────────────────────────────────────

PARTIAL = {"_shards": {"total": 3, "failed": 1, "failures": [{"reason": {"reason": "disk"}}]},
           "timed_out": False, "hits": {"hits": []}}  # fmt: skip
BLOCKED = {"error": {"type": "cluster_block_exception", "reason": "index [dateline-g1] blocked by: "
           "[disk usage exceeded flood-stage watermark, index has read-only-allow-delete block]"}}  # fmt: skip
SLOW = {"_shards": cluster_server.SHARDS, "timed_out": True, "hits": {"hits": []}}
RED = {"error": {"root_cause": [], "type": "search_phase_execution_exception",
                 "reason": "all shards failed"}}  # fmt: skip
LEFT = {"error": {"root_cause": [{"type": "node_disconnected_exception", "reason": "[n1] disconnected"}],
                  "type": "search_phase_execution_exception", "reason": ""}}  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((200, PARTIAL), "1 of 3 shards failed .disk."),
        ((200, SLOW), "ran out of time"),
        ((503, RED), "status 503 .all shards failed."),
        ((500, RED), "status 500"),
        ((401, {}), "refused the user .401."),
        ((403, {}), "refused the user .403."),
        ((200, []), "sent no JSON object"),
        ((401, "Unauthorized"), "cannot read"),
        ((502, ["gone"]), "cannot read"),
        ((413, {}), "for its size .413."),
        ((403, BLOCKED), "takes no writing .*flood-stage"),
    ],
)
def test_less_than_a_whole_answer_is_one_clear_error(
    here: tuple[Both, State], reply: Reply, said: str
) -> None:
    here[1].faults.append(on("_search", reply))
    with pytest.raises(EngineError, match=said) as caught:
        asked(here[0])
    assert caught.value.hint and caught.value.where


@pytest.mark.parametrize("reply", [(503, RED), (500, LEFT)])
def test_what_passes_by_itself_is_asked_again(here: tuple[Both, State], reply: Reply) -> None:
    whole = contract.told(asked(here[0]))  # type: ignore[arg-type]
    here[1].faults.append(on("_search", reply, times=3))
    assert contract.told(asked(here[0])) == whole  # type: ignore[arg-type]


def test_a_cluster_that_is_not_there_is_named(here: tuple[Both, State]) -> None:
    away = contract.naming(here[0].room, ["http://127.0.0.1:9"], ALIAS)
    with pytest.raises(EngineError, match="no node of the cluster can be reached"):
        cluster.open_cluster(away.desk.retrieval, contract.world())


def test_a_certificate_that_cannot_be_trusted_is_named(here: tuple[Both, State]) -> None:
    url = here[0].cluster.where.replace("http://", "https://")
    away = contract.naming(here[0].room, [url], ALIAS)
    with pytest.raises(EngineError, match=r"speaks no TLS|no node"):
        cluster.open_cluster(away.desk.retrieval, contract.world())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)",
         "cannot be trusted .self-signed certificate."),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not "
         "valid for 'search.example'. (_ssl.c:1006)", "cannot be trusted .Hostname mismatch"),
        ("[SSL] record layer failure (_ssl.c:1006)", "speaks no TLS"),
    ],
)  # fmt: skip
def test_why_a_connection_is_not_safe_is_said(said: str, why: str) -> None:
    assert re.search(why, cluster._untrusted(said, "https://search.example").message)


@pytest.mark.parametrize(("holds", "why"), [(None, "No such file"), ("hello", "no PEM")])
def test_a_file_of_authorities_that_cannot_be_read_is_named_before_a_node_is_asked(
    here: tuple[Both, State], tmp_path: Path, holds: str | None, why: str
) -> None:
    path = tmp_path / "ca.pem"
    if holds:
        path.write_text(holds, "utf-8")
    named = contract.naming(here[0].room, ["https://127.0.0.1:9"], ALIAS, engine_ca=str(path))
    with pytest.raises(ConfigError, match=why) as caught:
        cluster.open_cluster(named.desk.retrieval, contract.world())
    assert caught.value.where == "retrieval.engine_ca"


@pytest.mark.parametrize(
    "url", ["localhost:9200", "ftp://a.example", "https://bob:secret@a.example", "https://"]
)
def test_an_address_that_is_none_or_holds_a_password_is_refused_by_the_desk(url: str) -> None:
    with pytest.raises(ValidationError, match="engine_urls"):
        Retrieval(engine="opensearch", engine_urls=(url,))


def test_a_cluster_that_answers_too_late_is_named(here: tuple[Both, State]) -> None:
    def slow(method: str, path: str, body: Any) -> Reply | None:
        if "_search" in path:
            time.sleep(0.4)
        return None

    named = contract.naming(here[0].room, [here[0].cluster.where], ALIAS, engine_timeout=0.15)
    both = contract.both(named, here[0].library)
    here[1].faults.append(slow)
    with pytest.raises(EngineError, match="did not answer in time"):
        asked(both)


def test_no_cluster_is_asked_offline(here: tuple[Both, State]) -> None:
    with pytest.raises(DatelineError, match="offline"):
        cluster.open_cluster(here[0].room.desk.retrieval, World(offline=True))


@pytest.mark.parametrize(
    ("vendor", "number"), [("", "8.15.0"), ("other", "1.0"), ("opensearch", "1.3.9")]
)
def test_a_cluster_of_another_vendor_or_too_old_is_refused(
    here: tuple[Both, State], vendor: str, number: str
) -> None:
    here[1].distribution, here[1].number = vendor, number
    with pytest.raises(ConfigError, match=r"not OpenSearch|older than"):
        cluster.open_cluster(here[0].room.desk.retrieval, contract.world())


def test_an_alias_on_two_indices_is_refused(here: tuple[Both, State]) -> None:
    here[1].aliases[ALIAS].add("another-g7")
    with pytest.raises(ConfigError, match=r"stands on 2 indices .another-g7, corpus-g1"):
        here[0].theirs()


def test_a_generation_taken_away_under_its_reader_is_an_error(here: tuple[Both, State]) -> None:
    reader = here[0].theirs()
    del here[1].indices[f"{ALIAS}-g1"]
    with pytest.raises(EngineError, match="no such index") as caught:
        retrieve.search(QUESTIONS[1], reader, here[0].room.desk.retrieval)
    assert "taken away under its reader" in caught.value.hint


def test_a_passage_that_goes_between_two_requests_is_an_error(here: tuple[Both, State]) -> None:
    here[1].faults.append(on("_mget", (200, {"docs": [{"_id": "x", "found": False}]})))
    with pytest.raises(EngineError, match="not there any more"):
        asked(here[0])


@pytest.mark.parametrize("name", ["layout", "terms", "senses", "encoder"])
def test_an_index_of_other_versions_is_refused_with_the_command(
    here: tuple[Both, State], name: str
) -> None:
    found = aliases.meta(here[0].cluster, f"{ALIAS}-g1")
    assert found is not None
    told = here[1].indices[f"{ALIAS}-g1"].mappings["_meta"]["dateline"]
    held, told[name] = told[name], "of yore"
    try:
        with pytest.raises(EngineError, match="of yore") as caught:
            here[0].theirs()
    finally:
        told[name] = held
    assert "dateline index push --full" in caught.value.hint


def test_columns_that_are_not_ours_are_refused() -> None:
    with pytest.raises(EngineError, match="not one of ours"):
        mapping.read({"row": "AAAA", "terms": "zz", "senses": ""})


def test_columns_come_back_bit_for_bit(here: tuple[Both, State]) -> None:
    ours, theirs = here[0].ours().index, here[0].theirs().index
    one, two = (each.dated((0, 9_999_999), NO_LIMITS) for each in (ours, theirs))
    mine, other = ours.rows(one), theirs.rows(two)
    assert mine.ids() == other.ids() and len(one) > 200
    assert np.array_equal(mine.codes(), other.codes())
    assert np.array_equal(mine.meaning(), other.meaning())
    for name in ("length", "lead", "norm", "day", "source", "document", "figures", "position"):
        assert np.array_equal(mine.column(name), other.column(name))


# ── pushing ───────────────────────────────────────────────────────────────────────────────


def test_what_a_bulk_refused_for_the_moment_is_sent_again_one_by_one(
    own: tuple[Both, State],
) -> None:
    both, state = own
    turned: list[int] = []

    def half(method: str, path: str, body: Any) -> Reply | None:
        if not path.endswith("_bulk") or turned:
            return None
        turned.append(len(body))
        reply = cluster_server.bulk(state, path.split("/")[1], body)
        for item in reply[1]["items"][::2]:
            state.indices[path.split("/")[1]].documents.pop(item["index"]["_id"])
            item["index"].update(status=429, error={"reason": "queue is full"})
        return reply

    state.faults.append(half)
    assert both.publish() and turned
    contract.same_answers(both, QUESTIONS[:5])


def test_half_a_bulk_refused_for_good_stops_the_push_and_the_alias_stays(
    own: tuple[Both, State],
) -> None:
    both, state = own
    first = both.publish()
    held = {name: set(ids) for name, ids in state.aliases.items()}

    def half(method: str, path: str, body: Any) -> Reply | None:
        if not path.endswith("_bulk"):
            return None
        items = [{"index": {"_id": str(at), "status": 400 if at % 2 else 200,
                            "error": {"reason": "too long"}}} for at in range(4)]  # fmt: skip
        return 200, {"errors": True, "items": items}

    state.faults.append(half)
    with pytest.raises(EngineError, match="2 of a batch were refused, 1: 400 too long"):
        both.publish(full=True)
    assert state.aliases == held
    state.faults.clear()
    assert both.theirs().index.generation.startswith(first)


def _no_more_than(most: int, sizes: list[int]) -> Any:
    """A cluster behind a proxy that takes so many passages of a bulk and no more."""

    def limit(method: str, path: str, body: Any) -> Reply | None:
        if not path.endswith("_bulk"):
            return None
        sizes.append(len(body) // 2)
        return (413, {}) if sizes[-1] > most else None

    return limit


def test_a_bulk_that_is_too_large_is_sent_in_halves_and_those_after_it_too(
    own: tuple[Both, State],
) -> None:
    both, state = own
    sizes: list[int] = []
    state.faults.append(_no_more_than(40, sizes))
    assert both.publish()
    assert sum(size > 40 for size in sizes) <= 2 * 3  # 250, 125, 62: of passages and of documents
    contract.same_answers(both, QUESTIONS[:5])


def test_a_passage_that_is_too_large_alone_is_named_and_the_alias_stays(
    own: tuple[Both, State],
) -> None:
    both, state = own
    state.faults.append(_no_more_than(0, sizes := []))
    with pytest.raises(EngineError, match=r"refused \w+ alone for its size .413.") as caught:
        both.publish()
    assert "http.max_content_length" in caught.value.hint and not state.aliases
    assert sizes[-1] == 1
    state.faults.clear()
    assert both.publish()


def test_a_push_that_was_killed_goes_on_where_it_stopped(
    own: tuple[Both, State], monkeypatch: pytest.MonkeyPatch
) -> None:
    both, state = own
    monkeypatch.setattr(push, "BATCH", 50)
    seen: list[str] = []

    def dies(method: str, path: str, body: Any) -> Reply | None:
        if not path.endswith("_bulk"):
            return None
        seen.append(path)
        return (400, {"error": "killed"}) if len(seen) == 4 else None

    state.faults.append(dies)
    with pytest.raises(EngineError, match="killed"):
        both.publish()
    note = json.loads(both.place.note.read_text())
    assert note["done"] == 150 and note["index"] == f"{ALIAS}-g1"
    state.faults.clear()
    before = len([path for _, path in state.asked if path.endswith("_bulk")])
    assert both.publish() == f"{ALIAS}-g1"
    count = both.library.counts()
    after = len([path for _, path in state.asked if path.endswith("_bulk")]) - before
    assert after == -(-(count[1] - 150) // 50) + -(-count[0] // 50)
    assert not both.place.note.exists()
    contract.same_answers(both, QUESTIONS[:5])


def test_an_index_that_lost_passages_does_not_answer(own: tuple[Both, State]) -> None:
    both, state = own

    def loses(method: str, path: str, body: Any) -> Reply | None:
        if path.endswith("_refresh"):
            held = state.indices[path.split("/")[1]].documents
            held.pop(next(key for key, one in held.items() if one["kind"] == "passage"))
        return None

    state.faults.append(loses)
    with pytest.raises(EngineError, match="does not hold what the library holds"):
        both.publish()
    assert not state.aliases.get(ALIAS)


def test_canaries_that_are_answered_otherwise_keep_the_alias_where_it_is(
    own: tuple[Both, State],
) -> None:
    both, state = own
    swapped = []

    def shuffles(method: str, path: str, body: Any) -> Reply | None:
        if (
            path.endswith("_search")
            and "sort" not in body
            and body.get("size")
            and not body.get("aggs")
        ):
            swapped.append(path)
            reply = cluster_server.search(state, path.split("/")[1], body)
            reply[1]["hits"]["hits"] = reply[1]["hits"]["hits"][-3:]
            return reply
        return None

    state.faults.append(shuffles)
    with pytest.raises(EngineError, match=r"answers .* of 6 questions otherwise"):
        both.publish()
    assert swapped and not state.aliases.get(ALIAS)


def test_two_generations_are_kept_and_one_can_be_gone_back_to(own: tuple[Both, State]) -> None:
    both, state = own
    made = [both.publish(full=bool(turn)) for turn in range(3)]
    assert made == [f"{ALIAS}-g{number}" for number in (1, 2, 3)]
    assert sorted(state.indices) == made[1:]
    assert push.rollback(both.place) == (made[2], made[1])
    assert both.theirs().index.generation.startswith(made[1])
    assert both.publish() == ""


def test_a_library_that_moved_on_is_not_answered_for(own: tuple[Both, State]) -> None:
    both, _ = own
    both.publish()
    with both.library.change() as number:
        both.library.remove(number, both.library.ids()[0])
    with pytest.raises(EngineError, match="passages of generation") as caught:
        both.theirs()
    assert "dateline index push" in caught.value.hint


def test_an_alias_filled_from_another_library_is_not_overwritten(
    own: tuple[Both, State], tmp_path: Path
) -> None:
    both, _ = own
    both.publish()
    other = contract.naming(starter_room.held(tmp_path / "other"), [both.cluster.where], ALIAS)
    with Library.open(other.library) as library:
        library.note("identity", "another")
        with library.change() as number:
            library.remove(number, library.ids()[0])
        theirs = contract.both(other, library)
        with pytest.raises(EngineError, match="filled from another library"):
            theirs.publish()
        assert theirs.publish(full=True)


def test_a_first_question_before_any_push_names_the_command(own: tuple[Both, State]) -> None:
    with pytest.raises(EngineError, match="no index 'corpus' yet") as caught:
        own[0].theirs()
    assert "dateline index push" in caught.value.hint


def test_a_push_that_did_not_end_is_not_read(own: tuple[Both, State]) -> None:
    both, state = own
    index = both.publish()
    state.indices[index].mappings.pop("_meta")
    with pytest.raises(EngineError, match="not whole"):
        both.theirs()


def test_canaries_are_fifty_and_the_same_each_time(
    own: tuple[Both, State], monkeypatch: pytest.MonkeyPatch
) -> None:
    both, _ = own
    monkeypatch.setattr(generation, "CANARIES", 50)
    found = generation.canaries(both.room, both.library)
    assert len(found) == 50
    assert found == generation.canaries(both.room, both.library)


def test_the_versions_that_must_agree_are_those_of_the_columns_and_the_words() -> None:
    assert [name for name, _ in Meta().versions] == ["layout", "terms", "senses"]


# ── taking over, and the command line ─────────────────────────────────────────────────────


def test_a_generation_that_was_gone_back_to_answers_with_its_own_texts(
    own: tuple[Both, State],
) -> None:
    both, _ = own
    both.publish()
    first = contract.told(asked(both))  # type: ignore[arg-type]
    gone = retrieve.search(QUESTIONS[0], both.theirs(), both.room.desk.retrieval, k=1)[0].document
    with both.library.change() as number:
        both.library.remove(number, gone.id)
    both.publish()
    push.rollback(both.place)
    earlier = retrieve.connect(both.room, both.library, contract.world(), send=False)
    hits = retrieve.search(QUESTIONS[0], earlier, both.room.desk.retrieval, k=20)
    assert contract.told(hits) == first and hits[0].document == gone
    assert "answers for an earlier corpus" in earlier.notes[0]
    rows = earlier.index.of_documents([gone.id])[0]
    assert earlier.index.rows(rows).column("position").tolist() == list(range(len(rows)))


def test_what_was_pushed_is_pulled_as_it_was(own: tuple[Both, State], tmp_path: Path) -> None:
    both, _ = own
    both.publish()
    with Library.open(tmp_path / "pulled.db") as library:
        found = pull.pull(both.cluster, ALIAS, library)
        assert (found.put, found.documents) == (both.library.counts()[0], both.library.counts()[0])
        assert list(library.documents()) == list(both.library.documents())
        assert list(library.passages()) == list(both.library.passages())
        assert library.digest() == both.library.digest()
        again = pull.pull(both.cluster, ALIAS, library)
        assert (again.put, again.removed) == (0, 0)
        theirs = retrieve.Searcher(aliases.open_engine(both.cluster, ALIAS, library))
        options = both.room.desk.retrieval
        assert contract.told(retrieve.search(QUESTIONS[0], theirs, options, k=20)) == contract.told(
            asked(both)  # type: ignore[arg-type]
        )


def test_a_pull_does_not_take_away_what_a_library_read_for_itself(
    own: tuple[Both, State], tmp_path: Path
) -> None:
    both, state = own
    both.publish()
    with Library.open(tmp_path / "mine.db") as library:
        document = next(iter(both.library.documents()))
        with library.change() as number:
            library.put(number, document, ())
        with pytest.raises(ConfigError, match="not pulled from") as caught:
            pull.pull(both.cluster, ALIAS, library)
        assert "--replace" in caught.value.hint and library.counts() == (1, 0)
        held = state.indices[f"{ALIAS}-g1"].documents
        state.indices[f"{ALIAS}-g1"].words.clear()
        taken = held.pop(next(key for key in held if key.startswith("d:")))
        with pytest.raises(EngineError, match="documents and says"):
            pull.pull(both.cluster, ALIAS, library, replace=True)
        assert taken and library.counts() == (1, 0)


def test_the_commands_send_compare_and_go_back(own: tuple[Both, State]) -> None:
    both, _ = own
    root = both.room.root
    desk = root / "briefs" / "desk.toml"
    engine = (
        f'engine = "opensearch"\nengine_urls = ["{both.cluster.where}"]\nengine_index = "cli"\n'
    )
    text = desk.read_text("utf-8")
    assert "[retrieval]" not in text
    desk.write_text(f"{text}\n[retrieval]\n{engine}", "utf-8")

    def run(*given: str) -> tuple[int, Any]:
        found = CliRunner().invoke(dateline, ["index", *given, "--root", str(root), "--json"])
        return found.exit_code, json.loads(found.stdout)

    assert run("push")[1]["index"] == "cli-g1"
    assert run("push") == (0, {"index": "cli-g1", "sent": 0, "removed": 0})
    assert run("push", "--full")[1]["index"] == "cli-g2"
    assert run("compare") == (0, {"asked": 6, "differ": []})
    assert run("rollback") == (0, {"from": "cli-g2", "to": "cli-g1"})
    assert run("pull", "--replace")[1]["put"] == 0


def test_the_commands_of_a_local_desk_name_the_setting(own: tuple[Both, State]) -> None:
    found = CliRunner().invoke(dateline, ["index", "push", "--root", str(own[0].room.root)])
    assert isinstance(found.exception, ConfigError) and "engine is local" in str(found.exception)


def test_an_index_without_an_earlier_generation_stays_where_it_is(own: tuple[Both, State]) -> None:
    root, home = own[0].room.root, own[0].place.folder
    now = (home / "current").read_text("utf-8").strip()
    alone = CliRunner().invoke(dateline, ["index", "rollback", "--root", str(root)])
    assert isinstance(alone.exception, CorpusError) and "no earlier generation" in str(
        alone.exception
    )
    assert (home / now).is_dir()
