"""Pytest plugin: no test may depend on the Internet. The SDK asks services there for this machine's own address."""

import pytest


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    try:
        import bittensor.utils.networking
    except ImportError:
        return
    monkeypatch.setattr("bittensor.utils.networking.get_external_ip", lambda: "203.0.113.9")
