"""Packs the dateline that is running as a wheel, so that a newsroom can carry what it is made with.

Enter: nothing. Leave: the bytes of a wheel (PEP 427), the same for the same code, whether this runs
from a checkout or from an installed package. A newsroom keeps it under vendor/, names it by its
sha256 and so depends on no registry for dateline itself.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import io
import zipfile
from functools import lru_cache
from pathlib import Path

from pipeline import __version__
from pipeline.newsroom.config import shipped

PACKAGE = Path(__file__).parent.parent.parent
# What lies beside the package in a checkout and inside it in a wheel, as pyproject.toml has it.
BESIDE = (
    "templates", "mkdocs.yml", "briefs/desk.toml", "briefs/sources.toml", "tests/gold",
    "bench/slips.jsonl", "bench/judge.jsonl", "requirements.lock",
)  # fmt: skip
NAME = f"dateline-{__version__}-py3-none-any.whl"
INFO = f"dateline-{__version__}.dist-info"
LEFT_OUT = frozenset({"__pycache__", ".DS_Store"})


@lru_cache(maxsize=1)
def packed() -> bytes:
    """The wheel of the code that runs."""
    files = {**_package(), **_beside(), **_info()}
    record = "".join(f"{name},{_digest(data)},{len(data)}\n" for name, data in files.items())
    files[f"{INFO}/RECORD"] = f"{record}{INFO}/RECORD,,\n".encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)  # 1980: the same code gives the same bytes
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def _package() -> dict[str, bytes]:
    return {f"pipeline/{name}": data for name, data in _below(PACKAGE).items()}


def _beside() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in BESIDE:
        path = shipped(name)
        if path.is_dir():
            found |= {f"pipeline/{name}/{each}": data for each, data in _below(path).items()}
        else:
            found[f"pipeline/{name}"] = path.read_bytes()
    return found


def _below(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if not LEFT_OUT & set(path.parts) and path.suffix != ".pyc"
    }


def _info() -> dict[str, bytes]:
    try:
        needs = importlib.metadata.requires("dateline") or []
    except importlib.metadata.PackageNotFoundError:
        needs = []  # run from a folder; what is needed stands in requirements.lock
    head = (
        f"Metadata-Version: 2.1\nName: dateline\nVersion: {__version__}\nRequires-Python: >=3.11\n"
    )
    metadata = head + "".join(f"Requires-Dist: {one}\n" for one in needs)
    wheel = "Wheel-Version: 1.0\nGenerator: dateline\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    scripts = "[console_scripts]\ndateline = pipeline.cli:main\n"
    return {
        f"{INFO}/METADATA": metadata.encode(),
        f"{INFO}/WHEEL": wheel.encode(),
        f"{INFO}/entry_points.txt": scripts.encode(),
    }


def _digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
