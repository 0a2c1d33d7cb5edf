"""Delivery to owners: real servers on loopback, each digest once, corrections after the error."""

from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from newsdesk import newsroom
from pydantic import ValidationError

from pipeline.newsroom import briefs, publication
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.owners import Delivery, Owner
from pipeline.newsroom.publication import Public
from pipeline.publish.delivery import deliver, sent, waiting
from pipeline.publish.delivery.digests import of_day
from pipeline.publish.delivery.wording import markdown, subject
from pipeline.records import Correction
from pipeline.world import World

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


@dataclass
class Mailbox:
    """An SMTP server that keeps what it is sent; `refuse` answers every recipient with a no."""

    port: int = 0
    refuse: bool = False
    parting: bytes = b"221 bye\r\n"
    messages: list[str] = field(default_factory=list)


@contextmanager
def mail_server(*, refuse: bool = False, parting: bytes = b"221 bye\r\n") -> Iterator[Mailbox]:
    box = Mailbox(refuse=refuse, parting=parting)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 loopback\r\n")
            while line := self.rfile.readline():
                verb = line.split()[0].upper() if line.split() else b""
                if verb == b"RCPT" and box.refuse:
                    self.wfile.write(b"550 nobody here\r\n")
                elif verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    rows = []
                    while (row := self.rfile.readline()) not in (b".\r\n", b""):
                        rows.append(row.decode())
                    box.messages.append("".join(rows))
                    self.wfile.write(b"250 kept\r\n")
                elif verb == b"QUIT":
                    self.wfile.write(box.parting)
                    return
                else:
                    self.wfile.write(b"250 ok\r\n")

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        box.port = port
        yield box


@dataclass
class Hook:
    """An HTTP server that keeps what is posted; it answers with `status`, lists issues on GET."""

    port: int = 0
    status: int = 201
    posted: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def web_server(status: int = 201) -> Iterator[Hook]:
    hook = Hook(status=status)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issues = [json.loads(body) for _, _, body in hook.posted]
            self._answer(200, json.dumps(issues).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.posted.append((self.path, dict(self.headers), body))
            self._answer(hook.status, b"{}")

        def _answer(self, code: int, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        hook.port = port
        yield hook


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def world(**environ: str) -> World:
    return World(now=lambda: NOW, environ=environ)


def with_owners(room: Newsroom, *owners: Owner, **delivery: Any) -> Newsroom:
    settings = Delivery(sender="desk@dateline.example", **delivery)
    return replace(room, desk=room.desk.model_copy(update={"owners": owners, "delivery": settings}))


def by_mail(room: Newsroom, box: Mailbox, *owners: Owner) -> Newsroom:
    return with_owners(
        room, *owners, smtp_host="127.0.0.1", smtp_port=box.port, smtp_security="none"
    )


SECURITY = Owner(id="sec", domains=("security",), channel="email", to="sec@acme.example")


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return newsroom(tmp_path / "room")


def newest(room: Newsroom) -> str:
    return briefs.days(room)[-1]


def correct(room: Newsroom, correction: Correction) -> None:
    brief = briefs.read_brief(room, newest(room))
    briefs.save(room, replace(brief, corrections=(*brief.corrections, correction)))


def test_mail_says_what_changed_why_you_and_where_the_proof_is(room: Newsroom) -> None:
    with mail_server() as box:
        (done,) = deliver(by_mail(room, box, SECURITY), world())
    assert (done.outcome, done.stories) == ("sent", 1)
    mail = message_from_string(box.messages[0], policy=policy.default)
    assert mail["To"] == "sec@acme.example"
    body = mail.get_content()
    section = next(
        one
        for one in briefs.read_brief(room, newest(room)).draft.sections
        if one.domain == "security"
    )
    assert section.headline in body
    assert "Why you: you own Security" in body
    assert f"/briefs/{newest(room)}/#security" in body
    assert section.implication is not None
    assert section.implication.sentence.text in " ".join(body.split())


def test_a_second_delivery_sends_nothing(room: Newsroom) -> None:
    with mail_server() as box:
        desk = by_mail(room, box, SECURITY)
        deliver(desk, world())
        assert deliver(desk, world()) == ()
    assert len(box.messages) == 1


def test_owners_at_one_address_get_one_digest_with_both_reasons(room: Newsroom) -> None:
    other = SECURITY.model_copy(update={"id": "web", "domains": ("web-performance", "security")})
    with mail_server() as box:
        (done,) = deliver(by_mail(room, box, SECURITY, other), world())
    assert done.stories == 2
    assert len(box.messages) == 1


def test_names_and_sources_choose_stories_too(room: Newsroom) -> None:
    section = briefs.read_brief(room, newest(room)).draft.sections[0]
    named = SECURITY.model_copy(update={"domains": (), "names": (section.headline.split()[1],)})
    with mail_server() as box:
        (done,) = deliver(by_mail(room, box, named), world())
    assert done.stories >= 1
    assert "it names" in box.messages[0]


def test_a_dead_channel_is_reported_and_the_next_delivery_tries_again(room: Newsroom) -> None:
    hook = Owner(id="hook", domains=("security",), channel="webhook", to="http://127.0.0.1:9/x")
    with mail_server() as box:
        desk = by_mail(room, box, hook, SECURITY)
        outcomes = {one.owner: one.outcome for one in deliver(desk, world())}
        assert outcomes == {"hook": "failed", "sec": "sent"}
        assert len(sent.failing(sent.read(room.briefs))) == 1
        with web_server() as server:
            mended = hook.model_copy(update={"to": f"http://127.0.0.1:{server.port}/x"})
            (again,) = deliver(by_mail(room, box, mended, SECURITY), world())
    assert (again.owner, again.outcome) == ("hook", "sent")


@pytest.mark.parametrize("parting", [b"421 going down\r\n", b"", b"what?\r\n"])
def test_mail_that_was_kept_is_sent_whatever_its_server_says_at_parting(
    room: Newsroom, parting: bytes
) -> None:
    with mail_server(parting=parting) as box:
        desk = by_mail(room, box, SECURITY)
        (done,) = deliver(desk, world())
        assert done.outcome == "sent"
        assert deliver(desk, world()) == ()
    assert len(box.messages) == 1


def test_a_server_that_answers_sign_by_sign_is_given_up(room: Newsroom) -> None:
    ended = threading.Event()

    class Drip(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while not ended.wait(0.01):
                    self.wfile.write(b"2")

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Drip)) as port:
        hook = Owner(
            id="h", domains=("security",), channel="webhook", to=f"http://127.0.0.1:{port}/"
        )
        (done,) = deliver(with_owners(room, hook, seconds=0.1), world())
        ended.set()
    assert (done.outcome, done.fault) == ("failed", "it was not done in 0.3 seconds")


def test_a_recipient_that_is_refused_is_a_fault_with_its_reason(room: Newsroom) -> None:
    with mail_server(refuse=True) as box:
        (done,) = deliver(by_mail(room, box, SECURITY), world())
    assert done.outcome == "failed"
    assert "nobody here" in done.fault


def test_a_webhook_is_signed_and_says_its_key(room: Newsroom) -> None:
    with web_server() as server:
        hook = Owner(id="hook", domains=("security",), channel="webhook",
                     to_env="HOOK", secret="HOOK_KEY")  # fmt: skip
        desk = with_owners(room, hook)
        place = f"http://127.0.0.1:{server.port}/x?token=geheim"
        (done,) = deliver(desk, world(HOOK=place, HOOK_KEY="key"))
    assert done.outcome == "sent"
    _, headers, body = server.posted[0]
    sign = hmac.new(b"key", body, hashlib.sha256).hexdigest()
    assert headers["X-Dateline-Signature"] == f"sha256={sign}"
    told = json.loads(body)
    assert headers["Idempotency-Key"] == told["key"]
    assert told["stories"][0]["why"] == "you own Security"
    assert "geheim" not in (room.briefs / sent.FILE).read_text("utf-8")


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_webhook_that_answers_otherwise_is_a_fault(room: Newsroom, status: int) -> None:
    with web_server(status) as server:
        hook = Owner(id="hook", domains=("security",), channel="webhook",
                     to=f"http://127.0.0.1:{server.port}/x")  # fmt: skip
        (done,) = deliver(with_owners(room, hook), world())
    assert done.outcome == "failed"
    assert str(status) in done.fault
    assert len(server.posted) == 1  # no redirect is followed


def test_an_issue_is_opened_once_even_when_the_record_of_it_is_lost(room: Newsroom) -> None:
    with web_server() as server:
        owner = Owner(
            id="gh", domains=("security",), channel="github", to="acme/platform", secret="TOKEN"
        )
        desk = with_owners(room, owner, github_api=f"http://127.0.0.1:{server.port}")
        deliver(desk, world(TOKEN="t"))
        (room.briefs / sent.FILE).unlink()
        (again,) = deliver(desk, world(TOKEN="t"))
    assert again.outcome == "sent"
    assert len(server.posted) == 1
    path, headers, body = server.posted[0]
    assert path == "/repos/acme/platform/issues"
    assert headers["Authorization"] == "Bearer t"
    assert "Proof" in json.loads(body)["body"]


def test_a_secret_that_is_not_set_is_a_fault(room: Newsroom) -> None:
    owner = Owner(
        id="gh", domains=("security",), channel="github", to="acme/platform", secret="TOKEN"
    )
    (done,) = deliver(with_owners(room, owner), world())
    assert done.fault == "the environment variable TOKEN is not set"


def test_a_correction_follows_once_to_who_got_the_error(room: Newsroom) -> None:
    sections = briefs.read_brief(room, newest(room)).draft.sections
    at = next(n for n, one in enumerate(sections) if one.domain == "security")
    later = (NOW + timedelta(hours=2)).isoformat()
    career = Owner(id="car", domains=("career",), channel="email", to="car@acme.example")
    with mail_server() as box:
        desk = by_mail(room, box, SECURITY, career)
        deliver(desk, world())
        box.messages.clear()
        correct(
            room,
            Correction(later, "correction", "The unit was wrong.", f"sections[{at}].sentences[0]"),
        )
        (done,) = deliver(desk, world())
        assert deliver(desk, world()) == ()
    assert (done.owner, done.corrections) == ("sec", 1)
    assert "The unit was wrong." in box.messages[0]


def test_a_retraction_goes_to_everybody_who_got_the_day_and_to_nobody_else(room: Newsroom) -> None:
    later = (NOW + timedelta(hours=2)).isoformat()
    with mail_server() as box:
        desk = by_mail(room, box, SECURITY)
        deliver(desk, world())
        correct(room, Correction(later, "retraction", "A source was not what it claimed."))
        career = Owner(id="car", domains=("career",), channel="email", to="car@acme.example")
        done = deliver(by_mail(room, box, SECURITY, career), world())
    assert [(one.owner, one.corrections) for one in done if one.day == newest(room)] == [("sec", 1)]


def test_a_newsroom_that_begins_to_deliver_sends_its_newest_day_only(room: Newsroom) -> None:
    assert len(briefs.days(room)) > 1
    with mail_server() as box:
        done = deliver(by_mail(room, box, SECURITY), world())
    assert [one.day for one in done] == [newest(room)]


def shown(room: Newsroom, **at: str) -> None:
    """Enter when days became public, by `d17="..."`."""
    rows = [Public(f"2026-11-{day[1:]}", "public", moment) for day, moment in at.items()]
    publication._append(room, rows)


def test_a_correction_follows_however_old_the_brief_is(room: Newsroom) -> None:
    old, early = briefs.days(room)[0], "2026-11-20T06:00:00+00:00"
    shown(room, d17=early, d18=early, d19=early)
    with mail_server() as box:
        desk = by_mail(room, box, SECURITY)
        desk = replace(desk, desk=desk.desk.model_copy(update={"delivery": desk.desk.delivery.model_copy(update={"days": 1})}))  # fmt: skip
        deliver(desk, world(), day=old)
        deliver(desk, world())
        later = (NOW + timedelta(days=30)).isoformat()
        brief = briefs.read_brief(room, old)
        briefs.save(room, replace(brief, corrections=(Correction(later, "correction", "Wrong."),)))
        assert deliver(desk, world()) == ()  # not public yet
        shown(room, d17=later)
        (done,) = deliver(desk, World(now=lambda: NOW + timedelta(days=30, hours=1)))
        assert deliver(desk, world()) == ()
    assert (done.day, done.owner, done.corrections) == (old, "sec", 1)


def test_an_owner_who_is_added_later_gets_no_archive(room: Newsroom) -> None:
    first, second, third = briefs.days(room)
    career = Owner(id="car", domains=("career",), channel="email", to="car@acme.example")
    with mail_server() as box:
        for day in (first, second):
            deliver(by_mail(room, box, SECURITY), world(), day=day)
        done = deliver(by_mail(room, box, SECURITY, career), world())
    assert {(one.owner, one.day) for one in done} == {("sec", third), ("car", third)}


def test_a_server_that_cannot_be_reached_is_waited_for_once(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[str] = []

    def silent(host: str, port: int, **_: Any) -> None:
        waited.append(host)
        raise TimeoutError("timed out")

    monkeypatch.setattr("smtplib.SMTP", silent)
    many = [
        SECURITY.model_copy(update={"id": f"o{n}", "to": f"o{n}@acme.example"}) for n in range(5)
    ]
    desk = with_owners(room, *many, smtp_host="mail.example", smtp_security="none")
    done = deliver(desk, world())
    assert [one.outcome for one in done] == ["failed"] * 5
    assert [one.fault for one in done[:2]] == ["timed out", "timed out; not waited for again"]
    assert waited == ["mail.example"]


def test_a_tracker_that_lists_no_issues_is_a_fault_and_stops_nobody(room: Newsroom) -> None:
    with web_server() as server, mail_server() as box:
        server.posted += [("", {}, b'"no issue"')]
        owner = Owner(id="gh", domains=("security",), channel="github", to="acme/x", secret="TOKEN")
        desk = with_owners(room, owner, SECURITY, github_api=f"http://127.0.0.1:{server.port}",
                           smtp_host="127.0.0.1", smtp_port=box.port, smtp_security="none")  # fmt: skip
        failed, served = deliver(desk, world(TOKEN="t"))
    assert "something else than a list of issues" in failed.fault
    assert served.outcome == "sent"


def test_two_stories_of_a_domain_lead_each_to_its_own_place(room: Newsroom) -> None:
    brief, day = briefs.read_brief(room, newest(room)), newest(room)
    (section,) = [one for one in brief.draft.sections if one.domain == "security"]
    twice = replace(brief.draft, sections=(*brief.draft.sections, section))
    desk = with_owners(room, SECURITY, smtp_host="x").desk
    (digest,) = of_day(desk, replace(brief, draft=twice), briefs.read_evidence(room, day), ())
    assert [one.proof.rpartition("#")[2] for one in digest.stories] == ["security", "security-2"]


def test_a_dry_run_sends_and_keeps_nothing(room: Newsroom) -> None:
    with mail_server() as box:
        (done,) = deliver(by_mail(room, box, SECURITY), world(), dry=True)
    assert done.outcome == "due"
    assert not box.messages
    assert not (room.briefs / sent.FILE).exists()


def test_words_of_sources_end_no_header_and_call_nobody(room: Newsroom) -> None:
    (digest,) = waiting(with_owners(room, SECURITY, smtp_host="x"))
    story = replace(
        digest.stories[0], headline="x\r\nBcc: all@acme.example", changed="ask @root [a](b)"
    )
    hostile = replace(digest, stories=(story,))
    assert "\n" not in subject(hostile, "Desk\r\nBcc: x@y.example")
    assert "@root" not in markdown(hostile)
    assert "[a](b)" not in markdown(hostile)


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": "email", "to": "nobody"},
        {"channel": "email", "to": "a@b.example", "domains": ()},
        {"channel": "webhook", "to": "ftp://x.example"},
        {"channel": "github", "to": "acme/platform"},
        {"channel": "github", "to": "acme", "secret": "T"},
        {"channel": "webhook"},
        {"channel": "webhook", "to": "https://x.example", "to_env": "X"},
    ],
)
def test_an_owner_that_cannot_be_reached_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Owner(**{"id": "o", "domains": ("security",), **fields})
