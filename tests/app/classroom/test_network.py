"""Which addresses are this machine's own."""

from __future__ import annotations

import socket

from sim.app.classroom import network


def test_addresses_are_this_machines_own_and_none_of_loopback():
    for address in network.addresses():
        assert not network.is_loopback(address)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as one:
            one.bind((address, 0))  # only one's own can be bound to


def test_without_a_network_there_is_no_address(monkeypatch):
    def fails(*words):
        raise OSError("no network")

    monkeypatch.setattr(network.socket, "socket", fails)
    monkeypatch.setattr(network.socket, "gethostbyname_ex", lambda name: (name, [], ["127.0.1.1"]))
    assert network.addresses() == []


def test_loopback_is_known_by_number_and_by_name():
    assert all(map(network.is_loopback, ("127.0.0.1", "127.0.1.1", "::1", "localhost")))
    assert not any(map(network.is_loopback, ("192.168.1.20", "wall.local", "")))
