"""Which addresses may be contacted: the public internet, at the ports of the web.

Enter: an IP address, or an http(s) address with the desk's limits. Leave: a verdict, or the parts
of the address. Addresses that carry an IPv4 address inside an IPv6 one are judged by it as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

import idna

from pipeline.errors import FetchError
from pipeline.newsroom.desk import Ingest

WEB_PORTS = {"http": 80, "https": 443}
# Ranges that tables of Python call global in one version or another, or that are reached through something else: the relay
# anycast of 6to4 (RFC 7526), the host of a virtual machine on Azure, IPv4-compatible and
# IPv4-translated addresses (RFC 4291, 2765), translation prefixes of one's own network (RFC 8215),
# site-local addresses (RFC 3879), segment routing (RFC 9602), documentation (RFC 9637), discard.
REFUSED = tuple(
    ip_network(one)
    for one in (
        "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48",
        "fec0::/10", "5f00::/16", "3fff::/20", "100::/63", "2001:db8::/32",
    )
)  # fmt: skip
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: bits 64 to 96; an IPv4 address follows


@dataclass(frozen=True, slots=True)
class AddressPlace:
    """The parts of an http(s) address that a connection needs."""

    scheme: str
    host: str  # in its ASCII form
    port: int
    stated: bool  # whether the address names the port
    target: str  # path and query, in ASCII


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet."""
    try:
        found = ip_address(address.split("%")[0])
    except ValueError:
        return False
    if any(found in network for network in REFUSED if network.version == found.version):
        return False
    if isinstance(found, IPv6Address) and (inner := _inner(found)) is not None:
        return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for or tunnels to."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    last = IPv4Address(int(address) & 0xFFFF_FFFF)
    is_isatap = (int(address) >> 32) & 0xFFFF_FFFF in ISATAP
    return last if address in NAT64 or is_isatap else None


def parse(url: str) -> AddressPlace:
    """The parts of an address that may be asked for. Raises FetchError."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _ascii_host(parts)
        target = _ascii_target(parts)
    except ValueError as error:
        raise FetchError(f"is not an address ({error})", where=url) from error
    if parts.scheme not in WEB_PORTS or not host:
        raise FetchError("is not an http or https address", where=url)
    if parts.username or parts.password:
        raise FetchError("carries credentials, which are never sent", where=url)
    usual = WEB_PORTS[parts.scheme]
    return AddressPlace(
        parts.scheme, host, usual if port is None else port, port is not None, target
    )


def check_port(url: str, place: AddressPlace, limits: Ingest) -> None:
    """Refuse other ports than 80 and 443, those of the desk, and any of a private host that the
    desk allows. Raises FetchError."""
    usual = place.port in WEB_PORTS.values() or place.port in limits.allow_ports
    if not usual and not (place.port > 0 and place.host in limits.allow_private_hosts):
        raise FetchError(
            f"names port {place.port}, which is not one of the web's", where=url,
            hint=f"if you mean it, add {place.port} to allow_ports under [ingest] in desk.toml",
        )  # fmt: skip


def _ascii_host(parts: SplitResult) -> str:
    """The host as it is asked for in DNS. Raises ValueError (idna's errors are such)."""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        ip_address(host.split("%")[0])
        return host
    if any(sign <= " " or sign in "\x7f\\<>^`{|}" for sign in host):
        raise ValueError("its host has characters that no host has")
    if len(host) > 253 or any(not 0 < len(label) <= 63 for label in host.split(".") if host):
        raise ValueError("its host has a label that is empty or longer than 63 characters")
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _ascii_target(parts: SplitResult) -> str:
    """Path and query with everything escaped that a request line cannot hold."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    raw = target.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if 0x21 <= byte <= 0x7E else f"%{byte:02X}" for byte in raw)
