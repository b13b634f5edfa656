"""The network's pace, for what clients cannot do within two seconds."""

import json
import os
import urllib.request

import pytest

USUAL = 250


def set_block_time(milliseconds):
    """A shielded transaction lives for eight blocks."""
    url = os.environ["MYELIN_URL"].replace("ws://", "http://")
    body = json.dumps(dict(jsonrpc="2.0", id=1, method="myelin_setBlockTime", params=[milliseconds])).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert json.load(answer)["result"]["blockTime"] == milliseconds


@pytest.fixture
def unhurried():
    """A block a second."""
    set_block_time(1000)
    yield
    set_block_time(USUAL)
