"""No network but loopback, and browser tests only where there is a browser."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import socket
import socketserver
import ssl
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shared
import warm
from hypothesis import settings

try:
    from _pytest.runner import runtestprotocol
except ImportError:  # no public name of pytest's: without it every message is sent
    runtestprotocol = None

if TYPE_CHECKING:  # the process that only hands out the tests need not load the pipeline
    from pipeline.newsroom.config import Newsroom
    from tests.messages_server import Server

BROWSER = shutil.which("chromium") and shutil.which("chromedriver")
MEMORY = "/dev/shm"
PREFIX = "dateline-tests-"
ROOM = 2 << 30  # bytes; a whole session writes 0.3 GB
# The files that take longest, most first, so that no worker is alone with one of them at the end; then
# the files of most tests. From `--durations=0` of a whole run; one that is missing costs time alone.
LONG = tuple(
    f"test_{name}.py"
    for name in "opensearch nightly claude proof ingest_network desks audit browser claude_resume"
    " ingest_place harnesses day publication publish harm judging_written ingest_cli llms eval_gold"
    " damage api retrieve_index local delivery verify_pages eval_verifier verify_page_words cites"
    " search_cli starter render judging injection runs retrieve".split()
)
LEFT_OUT = "browser tests left out: no chromium here; `apt-get install chromium chromium-driver` brings them"


CLUSTER = bool(os.environ.get("DATELINE_CLUSTER"))
JAVA = all(shutil.which(one) for one in ("java", "javac", "mvn"))
NO_CLUSTER = "cluster tests left out: `make test-cluster` starts a search cluster for them" + (
    "" if JAVA else "; it needs Java 17 and Maven, which are not here"
)

RAY = bool(os.environ.get("DATELINE_RAY"))
NO_RAY = "Ray tests left out: `make test-ray` installs Ray and begins a cluster for them"


# A session starts some hundred processes, and each would compile all that it imports anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The workers share the processors; where each multiplies small matrices on all of them at once, their
# threads wait for one another, at thirty times the processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A law is tested, not how busy the machine is.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("DATELINE_ALL_TESTS") and not BROWSER:
        raise pytest.UsageError(f"DATELINE_ALL_TESTS is set, but {LEFT_OUT}")
    if not hasattr(config, "workerinput"):
        disk = MEMORY if roomy(MEMORY) else tempfile.gettempdir()
        sweep(Path(disk))
        home = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=disk)
        if roomy(MEMORY) and "TMPDIR" not in os.environ:
            os.environ["TMPDIR"] = tempfile.tempdir = (
                f"{home}/tmp"  # of workers and what they start
            )
            Path(tempfile.tempdir).mkdir()
        os.environ[shared.VARIABLE] = home
        atexit.register(leave, config, Path(home))


def sweep(disk: Path) -> None:
    """Take away what sessions left that were killed: their folders name a process that is gone."""
    for folder in disk.glob(f"{PREFIX}*-*"):
        process = folder.name.removeprefix(PREFIX).partition("-")[0]
        if process.isdigit() and not running(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


FAILED = pytest.StashKey[bool]()


def leave(config: pytest.Config, home: Path) -> None:
    """Clear up as the last thing the process does: pytest, fixtures of a session that was broken
    off, and multiprocessing still use their folders when the session is over."""
    if not config.stash.get(FAILED, False):
        clear(home)


def clear(home: Path) -> None:
    """Take away what the session wrote, but what multiprocessing takes away itself at its end."""
    for path in [*home.glob("*"), *home.glob("tmp/*")]:
        if path.name != "tmp" and not path.name.startswith("pymp-"):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
    for folder in (home / "tmp", home):
        with suppress(OSError):  # not empty yet
            folder.rmdir()


def roomy(folder: str) -> bool:
    """Whether a disk in memory is there, can hold what the tests write, and lets them run it."""
    try:
        disk = os.statvfs(folder)
    except (AttributeError, OSError):
        return False
    free = disk.f_bavail * disk.f_frsize
    return free >= ROOM and not disk.f_flag & os.ST_NOEXEC and os.access(folder, os.W_OK)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):
        return
    home = Path(os.environ[shared.VARIABLE])
    session.config.stash[FAILED] = bool(session.testsfailed)
    changed = shared.changed(home)
    if changed:
        raise pytest.UsageError(f"a test wrote into what all tests share: {', '.join(changed[:5])}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    absent = [
        name
        for name, there in (("browser", BROWSER), ("cluster", CLUSTER), ("ray", RAY))
        if not there
    ]
    left_out = [one for one in items if any(one.get_closest_marker(name) for name in absent)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [one for one in items if one not in left_out]
    sizes = Counter(one.path for one in items)
    items.sort(key=lambda one: (order(one.path.name), -sizes[one.path]))


def pytest_collection_finish() -> None:
    """What the tests are made of stays to the end: it is not looked through again for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # a tenth of the processor time of a session went there


def order(file: str) -> int:
    return LONG.index(file) if file in LONG else len(LONG)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for there, said in ((BROWSER, LEFT_OUT), (CLUSTER, NO_CLUSTER), (RAY, NO_RAY)):
        if not there:
            terminalreporter.write_line(said)


@pytest.fixture(scope="session")
def mkdocs() -> warm.Mkdocs:
    return warm.Mkdocs()


@pytest.fixture(autouse=True, scope="session")
def no_waiting(mkdocs: warm.Mkdocs) -> Iterator[None]:
    """Nothing here outlives a power failure, and no test speaks TLS: a disk that is not waited for
    and certificates that are not read leave every result as it is. Nor does it matter when a server
    of ours sends what it has (a reply in two parts waits 40 ms for the reader's word on the first)
    or how soon it sees that it is to stop (0.5 s). A build's mkdocs is not loaded anew each time; that
    its command works as a process of its own is tested too (`test_publish`, `test_project`)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: None)
        patch.setattr(socketserver.StreamRequestHandler, "disable_nagle_algorithm", True)
        patch.setattr(socketserver.BaseServer.serve_forever, "__defaults__", (0.01,))
        patch.setattr("pipeline.publish.build.subprocess", mkdocs)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"localhost", "127.0.0.1", "::1"}:
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test as pytest does, but send of a worker only what is told: how the call ended, and what
    else failed. Of thousands of tests that take a millisecond, six messages each took longer."""
    told = any(item.config.getoption(name, None) is not None for name in ("durations", "xmlpath"))
    if not runtestprotocol or told or not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """The newsroom that writers' tests write for, where a module has none of its own."""
    from tests import writing

    return writing.newsroom(tmp_path / "newsroom")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that answers as the Messages API does, where a module has none of its own."""
    from tests.messages_server import Server

    with Server() as server:
        yield server
