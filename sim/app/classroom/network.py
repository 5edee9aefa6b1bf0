"""Network: under which names and addresses this machine may be asked for."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

# Nothing is sent there: asking the system which of our addresses it would use is enough. One inside
# each range of private networks, and one that is kept for documentation, for the way out.
_ASKED = ("192.0.2.1", "192.168.0.1", "10.255.255.254", "172.16.0.1")


def addresses() -> list[str]:
    """Return this machine's own addresses (IPv4) off loopback, the likeliest first."""
    found = []
    for address in _ASKED:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
            found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return [one for one in dict.fromkeys(found) if _usable(one)]


def names() -> list[str]:
    """Return the names and addresses of this machine in its network."""
    host = socket.gethostname().split(".")[0].lower()
    known = [host, f"{host}.local"] if host and host != "localhost" else []
    return [*addresses(), *known]


def is_loopback(address: str) -> bool:
    """Say whether an address is of this machine alone."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _usable(address: str) -> bool:
    """Say whether another machine could use an address."""
    one = ipaddress.ip_address(address)
    return not (one.is_loopback or one.is_unspecified or one.is_multicast)
