"""The channels: mail by SMTP, a webhook, an issue. Each takes a digest and gets it there or says why.

Enter: a digest, where to, the desk's settings, the environment. Leave: nothing, or `ChannelError` with
the reason. The same digest has the same Message-ID, Idempotency-Key and mark, so that a server can
tell a repeat. No redirect is followed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from pipeline.newsroom.desk import Desk
from pipeline.publish.delivery.digests import Digest
from pipeline.publish.delivery.wording import markdown, plain, subject
from pipeline.text.secrets import mask
from pipeline.world import World

MARK = "<!-- dateline:{key} -->"  # in an issue, by which it is known again
RECENT = 100  # issues looked through for the mark
ALL = 3  # times the wait for a server that a digest may take in all
MOST = 2_000_000  # bytes of a server's answer that are read


class ChannelError(Exception):
    """A channel did not take a digest; the message says why, without secrets."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """The desk and the world a digest is sent from."""

    desk: Desk
    world: World
    silent: dict[str, str] = field(default_factory=dict)  # servers that cannot be reached, and why

    def server(self, digest: Digest) -> str:
        """The host that a digest is handed to."""
        if digest.owner.channel == "email":
            return self.desk.delivery.smtp_host
        api = self.desk.delivery.github_api
        place = api if digest.owner.channel == "github" else self.place(digest)
        return urlsplit(place).netloc

    def variable(self, name: str) -> str:
        """What an environment variable holds. Raises ChannelError when it is not set."""
        if not name:
            return ""
        if not self.world.environ.get(name):
            raise ChannelError(f"the environment variable {name} is not set")
        return self.world.environ[name]

    def place(self, digest: Digest) -> str:
        """Where a digest goes."""
        return digest.owner.to or self.variable(digest.owner.to_env)


def send(digest: Digest, outbox: Outbox) -> None:
    """Send a digest by its owner's channel; a server that could not be reached a moment ago is not
    waited for again. Raises ChannelError."""
    try:
        server = outbox.server(digest)
        if server in outbox.silent:
            raise ChannelError(f"{outbox.silent[server]}; not waited for again")
        _in_time(
            lambda: CHANNELS[digest.owner.channel](digest, outbox),
            ALL * outbox.desk.delivery.seconds,
        )
    except (OSError, smtplib.SMTPException, HTTPException, ValueError) as error:
        reason = mask(" ".join((str(error) or type(error).__name__).split())[:300])
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
            outbox.silent[server] = reason
        raise ChannelError(reason) from error


def _in_time(sends: Callable[[], None], seconds: float) -> None:
    """Send, for so long at most: a server that answers sign by sign keeps every wait for one of them short.
    Raises what sending raises, TimeoutError when it has no end; what is left of it ends with the process."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            sends()
        except Exception as error:  # it is raised where it is waited for
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"it was not done in {seconds:g} seconds")
    if raised:
        raise raised.pop()  # left in the list it would hold itself, and its open answer, alive


def _email(digest: Digest, outbox: Outbox) -> None:
    settings, desk = outbox.desk.delivery, outbox.desk
    outbox.world.permit(f"smtp://{settings.smtp_host}", f"digest of {digest.day}")
    user, password = outbox.variable(settings.smtp_user), outbox.variable(settings.smtp_password)
    message = _message(digest, outbox)
    secure = settings.smtp_security == "tls"
    context = ssl.create_default_context() if settings.smtp_security != "none" else None
    server: smtplib.SMTP
    if secure:
        server = smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, timeout=settings.seconds, context=context
        )
    else:
        server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=settings.seconds)
    with closing(server):
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if user:
            server.login(user, password)
        server.send_message(message, from_addr=_sender(desk), to_addrs=[outbox.place(digest)])
        with suppress(OSError, smtplib.SMTPException):  # it is kept, whatever is said at parting
            server.quit()


def _sender(desk: Desk) -> str:
    sender = desk.delivery.sender or desk.publisher.email
    if not sender:
        raise ChannelError("nobody is named as the sender; set sender in [delivery]")
    return sender


def _message(digest: Digest, outbox: Outbox) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject(digest, outbox.desk.title)
    message["From"] = _sender(outbox.desk)
    message["To"] = outbox.place(digest)
    message["Date"] = format_datetime(outbox.world.now())
    host = urlsplit(outbox.desk.site_url).hostname or "dateline"
    message["Message-ID"] = f"<{digest.key}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(plain(digest, outbox.desk.title))
    return message


def _webhook(digest: Digest, outbox: Outbox) -> None:
    key = outbox.variable(digest.owner.secret)
    told = asdict(digest)
    told["owner"] = {"id": digest.owner.id, "name": digest.owner.name}
    body = json.dumps({"desk": outbox.desk.title, **told}, ensure_ascii=False).encode()
    headers = {"Idempotency-Key": digest.key}
    if key:
        sign = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        headers["X-Dateline-Signature"] = f"sha256={sign}"
    _asked(outbox, outbox.place(digest), headers, body)


def _github(digest: Digest, outbox: Outbox) -> None:
    mark = MARK.format(key=digest.key)
    token = outbox.variable(digest.owner.secret)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
    issues = f"{outbox.desk.delivery.github_api.rstrip('/')}/repos/{outbox.place(digest)}/issues"
    known = _asked(outbox, f"{issues}?state=all&per_page={RECENT}", headers, None)
    if not (isinstance(known, list) and all(isinstance(one, dict) for one in known)):
        raise ChannelError(
            f"{urlsplit(issues).hostname} answered with something else than a list of issues"
        )
    if any(mark in str(one.get("body") or "") for one in known):
        return
    body = {"title": subject(digest, outbox.desk.title), "body": f"{markdown(digest)}\n\n{mark}\n"}
    _asked(outbox, issues, headers, json.dumps(body).encode())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """No digest goes where its owner did not say."""


def _asked(outbox: Outbox, url: str, headers: Mapping[str, str], body: bytes | None) -> Any:
    """What a server answers, as JSON where it is; a body is posted. Raises ChannelError."""
    outbox.world.permit(url, "delivery of a digest")
    whole = {"User-Agent": "dateline", "Content-Type": "application/json", **headers}
    request = urllib.request.Request(url, data=body, headers=whole)
    try:
        with urllib.request.build_opener(_NoRedirect).open(
            request, timeout=outbox.desk.delivery.seconds
        ) as reply:
            text = reply.read(MOST)
    except urllib.error.HTTPError as error:
        raise ChannelError(f"{urlsplit(url).hostname} answered {error.code}") from error
    try:
        return json.loads(text)
    except ValueError:
        return None


CHANNELS: dict[str, Callable[[Digest, Outbox], None]] = {
    "email": _email,
    "webhook": _webhook,
    "github": _github,
}
