"""Try the edge files for real: nginx with our snippet, the worker under node, the preview server.

    python bench/site_edge.py [SITE]

Each is asked the same questions over loopback: status, type, caching, Vary, compression, Markdown
on request, a second request with the ETag. Prints a table and every answer that differs from what
site/_headers promises; exits with 1 when there is one, with 2 when nginx or node is missing.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import site_serve

EDGE = Path(__file__).parent.parent / "templates" / "edge"
PAGE = "/how-it-works/"
MARKDOWN, HTML = "text/markdown", "text/html"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
HARNESS = """
import { createServer } from "node:http";
import worker from "./worker.mjs";
const origin = process.argv[2];
const ASSETS = { fetch: (request) => fetch(origin + new URL(request.url).pathname, request) };
const server = createServer(async (request, response) => {
  const asked = new Request("http://edge.example" + request.url,
    { method: request.method, headers: request.headers, redirect: "manual" });
  const reply = await worker.fetch(asked, { ASSETS });
  const headers = Object.fromEntries(reply.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding", "connection"]) delete headers[name];
  response.writeHead(reply.status, headers);
  response.end(Buffer.from(await reply.arrayBuffer()));
}).listen(0, "127.0.0.1", () => console.log(server.address().port));
"""  # the edge of the worker: what it does not answer itself comes from a host without negotiation


@dataclass(frozen=True, slots=True)
class Ask:
    """One question and what every edge must answer."""

    path: str
    kind: str
    accept: str = BROWSER
    status: int = 200
    cache: str = "max-age=300, stale-while-revalidate=86400"


ASKS = (
    Ask("/", HTML), Ask(PAGE, HTML), Ask(f"{PAGE}index.md", MARKDOWN), Ask("/llms.txt", "text/plain"),
    Ask("/feed.xml", "application/rss+xml"), Ask("/atom.xml", "application/atom+xml"),
    Ask("/feed.json", "application/feed+json"), Ask("/feeds/security.xml", "application/rss+xml"),
    Ask("/feeds/security.atom", "application/atom+xml"), Ask("/feeds/security.json", "application/feed+json"),
    Ask("/api/briefs.json", "application/json"), Ask("/sitemap.xml", "application/xml"),
    Ask("/assets/dateline.css", "text/css", cache="max-age=86400, stale-while-revalidate=604800"),
    Ask("/nowhere/", HTML, status=404), Ask(PAGE.rstrip("/"), "", status=301),
    Ask(PAGE, MARKDOWN, accept="text/markdown"),
    Ask(PAGE, MARKDOWN, accept="text/markdown, text/html;q=0.9, */*;q=0.1"),
    Ask(PAGE, MARKDOWN, accept="text/html, text/markdown"),
    Ask(PAGE, HTML, accept="text/html, text/markdown;q=0.5"),
    Ask(PAGE, HTML, accept="text/markdown;q=0, */*"),
    Ask(PAGE, MARKDOWN, accept="text/markdown;q=0.5, text/plain;q=0.4"),
    Ask("/nowhere/", HTML, accept="text/markdown", status=404),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str, **headers: str) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    got = connection.getresponse()
    names: dict[str, str] = {}
    for name, value in got.getheaders():
        low = name.lower()
        names[low] = f"{names[low]}, {value}" if low in names else value
    reply = Reply(got.status, names, got.read())
    connection.close()
    return reply


def differences(port: int, one: Ask, *, zips: bool) -> Iterator[str]:
    """What an edge answers otherwise than it should."""
    got = ask(port, one.path, Accept=one.accept)
    if got.status != one.status:
        yield f"status {got.status}, not {one.status}"
        return
    kind = got.headers.get("content-type", "")
    if one.kind and not kind.startswith(one.kind):
        yield f"type {kind}, not {one.kind}"
    if one.status != 200:
        return
    if "charset=utf-8" not in kind.lower():
        yield f"no charset in {kind}"
    if one.cache not in got.headers.get("cache-control", ""):
        yield f"Cache-Control {got.headers.get('cache-control')}"
    if "accept" not in [part.strip().lower() for part in got.headers.get("vary", "").split(",")]:
        yield f"Vary {got.headers.get('vary')}"
    if got.headers.get("x-content-type-options") != "nosniff":
        yield "no nosniff"
    if one.path.startswith("/api/") and got.headers.get("access-control-allow-origin") != "*":
        yield "no Access-Control-Allow-Origin"
    if one.kind == MARKDOWN and not got.body.startswith(b"---\ntitle: "):
        yield "Markdown that does not begin with its facts"
    again = ask(port, one.path, Accept=one.accept, If_None_Match=got.headers.get("etag", "none"))
    if again.status != 304 or again.body:
        yield f"asked again with its ETag: {again.status}"
    if zips:
        small = ask(port, one.path, Accept=one.accept, Accept_Encoding="gzip")
        if small.headers.get("content-encoding") != "gzip" and len(got.body) > 1000:
            yield "not compressed"
        elif (
            small.headers.get("content-encoding") == "gzip"
            and gzip.decompress(small.body) != got.body
        ):
            yield "compressed to other bytes"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def nginx(site: Path) -> Iterator[int]:
    """Our snippet in the smallest configuration that holds it."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        work.chmod(0o755)
        shutil.copytree(site, work / "site")
        text = (EDGE / "nginx.conf").read_text("utf-8")
        text = text.replace("listen      8080", f"listen 127.0.0.1:{port}")
        text = text.replace("/srv/dateline/site", str(work / "site"))
        (work / "nginx.conf").write_text(
            f"daemon off; pid {work}/pid; error_log {work}/error.log; events {{ }}\n"
            f"http {{ access_log off; client_body_temp_path {work}/body; proxy_temp_path {work}/proxy;\n"
            f"fastcgi_temp_path {work}/fcgi; uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;\n{text}\n}}\n",
            "utf-8",
        )
        running = subprocess.Popen(["nginx", "-p", name, "-c", str(work / "nginx.conf")])
        try:
            wait(port)
            yield port
        finally:
            running.terminate()
            running.wait(10)


@contextmanager
def worker(site: Path) -> Iterator[int]:
    """The worker before a host that only serves files."""
    host = site_serve.start(site, plain=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copyfile(EDGE / "worker.js", work / "worker.mjs")
        (work / "harness.mjs").write_text(HARNESS, "utf-8")
        origin = f"http://127.0.0.1:{host.server_address[1]}"
        running = subprocess.Popen(
            ["node", "harness.mjs", origin], cwd=work, stdout=subprocess.PIPE, text=True
        )
        try:
            assert running.stdout is not None
            port = int(running.stdout.readline())
            wait(port)
            yield port
        finally:
            running.terminate()
            running.wait(10)
            host.shutdown()
            host.server_close()


@contextmanager
def preview(site: Path) -> Iterator[int]:
    server = site_serve.start(site)
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


def wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


EDGES: dict[str, tuple[Callable[[Path], object], str, bool]] = {
    "nginx": (nginx, "nginx", True), "worker": (worker, "node", False), "preview": (preview, "", False),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    site = parser.parse_args().site.resolve()
    failed = 0
    for name, (start, tool, zips) in EDGES.items():
        if tool and not shutil.which(tool):
            print(f"{name}: {tool} is missing; install it", file=sys.stderr)
            raise SystemExit(2)
        with start(site) as port:  # type: ignore[attr-defined]
            faults = [(one, text) for one in ASKS for text in differences(port, one, zips=zips)]
        print(f"{name}: {len(ASKS)} requests, {len(faults)} differences")
        for one, text in faults:
            print(f"  {one.path} ({one.accept}): {text}")
        failed += len(faults)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
