"""Serve a built site on loopback as an edge would: its _headers, ETags, and Markdown on request.

    python bench/site_serve.py [SITE] [--port 8000] [--plain]

A request that prefers text/markdown gets the twin of a page. With --plain it serves as a host
without negotiation would. Other scripts and the browser tests start it by `start(site)`.
"""

from __future__ import annotations

import argparse
import hashlib
import http.server
import mimetypes
import threading
from functools import partial
from pathlib import Path
from typing import Any

mimetypes.add_type("text/markdown; charset=utf-8", ".md")


def read_headers(site: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """Rules of a _headers file: pattern and its headers, in order."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    file = site / "_headers"
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        if line and not line[0].isspace():
            rules.append((line.strip(), []))
        elif ":" in line and rules:
            name, value = line.strip().split(":", 1)
            rules[-1][1].append((name, value.strip()))
    return rules


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern with at most one star covers a path."""
    before, star, after = pattern.partition("*")
    if not star:
        return path == pattern
    return (
        path.startswith(before) and path.endswith(after) and len(path) >= len(before) + len(after)
    )


def prefers_markdown(accept: str) -> bool:
    """Whether a client asks for Markdown at least as much as for HTML."""
    weights: dict[str, float] = {}
    for part in accept.split(","):
        kind, *options = (one.strip() for one in part.split(";"))
        weight = next((float(one[2:]) for one in options if one.startswith("q=")), 1.0)
        weights[kind] = weight
    markdown = weights.get("text/markdown", 0.0)
    return markdown > 0 and markdown >= weights.get("text/html", 0.0)


class Edge(http.server.SimpleHTTPRequestHandler):
    """Answers as the published site would."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, site: Path, plain: bool, **kwargs: Any) -> None:
        self.site, self.plain = site, plain
        super().__init__(*args, directory=str(site), **kwargs)

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        path = self.path.split("?")[0].split("#")[0]
        file = Path(self.translate_path(path))
        if file.is_dir() and not path.endswith("/"):
            return self._send(301, b"", {"Location": path + "/"}, body=body)
        if file.is_dir():
            wants = not self.plain and prefers_markdown(self.headers.get("Accept", ""))
            file = file / ("index.md" if wants and (file / "index.md").is_file() else "index.html")
        elif not file.exists() and path.endswith(".md"):
            file = file.with_suffix("") / "index.md"  # /briefs/x.md is /briefs/x/index.md
        if not file.is_file():
            page = self.site / "404.html"
            data = page.read_bytes() if page.is_file() else b"not found"
            return self._send(404, data, {"Content-Type": "text/html; charset=utf-8"}, body=body)
        data = file.read_bytes()
        headers = self._headers("/" + file.relative_to(self.site).as_posix())
        headers["ETag"] = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == headers["ETag"]:
            return self._send(304, b"", headers, body=False)
        return self._send(200, data, headers, body=body)

    def _headers(self, path: str) -> dict[str, str]:
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if kind in ("text/html", "text/css", "text/javascript"):
            kind += "; charset=utf-8"
        found = {"Content-Type": kind}
        for pattern, headers in read_headers(self.site):
            if matches(pattern, path):
                found.update(headers)
        return found

    def _send(self, status: int, data: bytes, headers: dict[str, str], *, body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def start(site: Path, *, port: int = 0, plain: bool = False) -> http.server.ThreadingHTTPServer:
    """Serve in a thread; `shutdown()` and `server_close()` end it."""
    handler = partial(Edge, site=site.resolve(), plain=plain)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    server = start(options.site, port=options.port, plain=options.plain)
    print(f"http://127.0.0.1:{server.server_address[1]}/")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.shutdown()


if __name__ == "__main__":
    main()
