"""A real search cluster for the tests: three nodes of OpenSearch on loopback, 512 MB each.

The jars come once, by Maven, into `.cluster/` (not in git). A node is `ClusterNode.java`, a node
of the server with its transport, analysis and k-NN on a plain class path: no installation, no plugin
folder, no bootstrap. Of k-NN only the engine that is Java is there (`lucene`). Nodes are processes of ours, ended by their ids.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

HERE = Path(__file__).parent
STORE = HERE.parent.parent / ".cluster"
COUNT = 3
HEAP = "512m"
START_SECONDS = 400.0  # 15 on two free cores, more than 180 at a load of 30
LOG4J = """status=error
appender.c.type=Console
appender.c.name=c
appender.c.layout.type=PatternLayout
appender.c.layout.pattern=%d %p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRef.c.ref=c
"""


def missing() -> list[str]:
    """Programs that this machine lacks for a cluster."""
    return [one for one in ("java", "javac", "mvn") if shutil.which(one) is None]


def class_path() -> str:
    """The jars and the compiled node, fetched and made if they are not there or of another pom."""
    pom, stamp = HERE / "pom.xml", STORE / "stamp"
    source = HERE / "ClusterNode.java"
    wanted = pom.read_text("utf-8") + source.read_text("utf-8")
    jars = f"{STORE / 'lib'}/*"
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        shutil.rmtree(STORE, ignore_errors=True)
        STORE.mkdir(parents=True)
        subprocess.run(
            ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies",
             f"-DoutputDirectory={STORE / 'lib'}", "-DincludeScope=runtime"], check=True,
        )  # fmt: skip
        for plugin in (STORE / "lib").glob("*.zip"):
            shutil.unpack_archive(plugin, STORE / "lib")
        subprocess.run(
            ["javac", "-cp", jars, "-d", str(STORE / "classes"), str(source)], check=True
        )
        stamp.write_text(wanted, "utf-8")
    return f"{STORE / 'classes'}:{jars}"


class Nodes:
    """Three nodes that can be killed and started again. Use as a context."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.names = [f"n{number}" for number in range(1, COUNT + 1)]
        ports = _free(2 * COUNT)
        self.http, self.transport = ports[:COUNT], ports[COUNT:]
        self.path = class_path()
        self.running: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.http]

    def __enter__(self) -> Nodes:
        for number in range(COUNT):
            self.start(number)
        self.wait(COUNT)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for number in list(self.running):
            self.kill(number)

    def start(self, number: int) -> None:
        home = self.home / self.names[number]
        (home / "config").mkdir(parents=True, exist_ok=True)
        (home / "config" / "log4j2.properties").write_text(LOG4J)
        seeds = ",".join(f"127.0.0.1:{port}" for port in self.transport)
        with (home / "log").open("ab") as log:
            self.running[number] = subprocess.Popen(
                ["java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                 "-cp", self.path, "ClusterNode", str(home), self.names[number],
                 str(self.http[number]), str(self.transport[number]), seeds, ",".join(self.names)],
                stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, number: int) -> None:
        """End a node at once, as a lost machine would."""
        process = self.running.pop(number)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def wait(self, count: int, *, status: str = "green") -> None:
        """Until so many nodes are there and every copy of every part is."""
        asked = f"/_cluster/health?wait_for_nodes={count}&wait_for_status={status}&timeout=2s"
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            for number in self.running:
                health = self._get(number, asked)
                if health.get("number_of_nodes") == count and not health.get("timed_out"):
                    return
            time.sleep(0.3)
        logs = "\n".join((self.home / name / "log").read_text()[-1_500:] for name in self.names)
        raise TimeoutError(
            f"no {status} cluster of {count} nodes after {START_SECONDS:.0f} s\n{logs}"
        )

    def _get(self, number: int, path: str) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(self.urls[number] + path, timeout=10) as reply:
                found: dict[str, Any] = json.load(reply)
                return found
        except (urllib.error.URLError, OSError, ValueError):
            return {}


def _free(count: int) -> list[int]:
    """Ports that nobody listens on."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
