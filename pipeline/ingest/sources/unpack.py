"""Decompression that never gives more than it may, at any layer.

Enter: bytes and the codings they are in, outermost last as in a `Content-Encoding` header. Leave:
the bytes inside. Raises ValueError for a coding that was not asked for, a broken stream, or more
than `limit` bytes at any layer.
"""

from __future__ import annotations

import re
import zlib

LAYERS = 2  # a proxy may compress what its server did; nobody honest does it a third time
GZIP = 16 + zlib.MAX_WBITS
STEP = 1 << 16  # bytes unpacked at a time
MEMBERS = 4096  # of one stream; a file of 20 MB in the blocks of bgzip has about 1,200
PADDING = re.compile(rb"\x00*")
CODINGS = {"gzip": (GZIP,), "x-gzip": (GZIP,), "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS)}


def unpack(data: bytes, codings: str, limit: int) -> bytes:
    """Undo the codings of a reply, the last one first."""
    names = [name.strip().lower() for name in codings.split(",")]
    layers = [name for name in names if name not in ("", "identity")]
    if len(layers) > LAYERS:
        raise ValueError(f"is compressed {len(layers)} times over")
    for name in reversed(layers):
        if name not in CODINGS:
            raise ValueError(f"is encoded as {name[:40]!r}, which was not asked for")
        data = _layer(data, CODINGS[name], limit)
    return data


def gunzip(data: bytes, limit: int) -> bytes:
    """A file that may be gzipped, as its first bytes tell."""
    return _layer(data, CODINGS["gzip"], limit) if data[:2] == b"\x1f\x8b" else data


def _layer(data: bytes, forms: tuple[int, ...], limit: int) -> bytes:
    """One layer undone, in the first of its forms that fits (deflate comes with and without a
    header)."""
    for form in forms[:-1]:
        try:
            return _inflate(data, form, limit)
        except zlib.error:
            continue
    try:
        return _inflate(data, forms[-1], limit)
    except zlib.error as error:
        raise ValueError(f"cannot be unpacked ({error})") from error


def _inflate(data: bytes, form: int, limit: int) -> bytes:
    """Members one after another, as gzip allows; what follows the last one is padding."""
    if not data:  # nothing was sent, and nothing is in it
        return b""
    held, at = bytearray(), 0
    for _ in range(MEMBERS):
        machine = zlib.decompressobj(form)
        while not machine.eof:
            given = machine.unconsumed_tail
            if not given:
                given = data[at : at + STEP]
                at += len(given)
            piece = machine.decompress(given, STEP)
            held += piece
            if len(held) > limit:
                raise ValueError(f"is larger than max_bytes ({limit:,}) when it is unpacked")
            if not (piece or machine.unconsumed_tail or machine.eof) and at >= len(data):
                raise ValueError("is cut off in the middle of its compressed data")
        at = PADDING.match(data, at - len(machine.unused_data)).end()  # type: ignore[union-attr]
        if form != GZIP or data[at : at + 2] != b"\x1f\x8b":
            return bytes(held)
    raise ValueError(f"is made of more than {MEMBERS:,} compressed members")
