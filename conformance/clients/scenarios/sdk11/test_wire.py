"""Requests signed as version 11 signs them, both ways. Its neurons bring their own HTTP: here, what Python has."""

import contextlib
import http.server
import json
import threading
import urllib.error
import urllib.request

import pytest
from bittensor import http_auth
from bittensor.sp_core import Keypair

pytestmark = pytest.mark.short

ALICE, BOB = Keypair.create_from_uri("//Alice"), Keypair.create_from_uri("//Bob")
ASKED = {"input": 21, "words": ["it's", "café\n"]}


def ask(our_axon, *, receiver=None, sent=ASKED, headers=None, key=ALICE):
    body = json.dumps(ASKED).encode()
    signed = http_auth.sign(key, method="POST", path="/Double", body=body, receiver_ss58=receiver or our_axon["hotkey"])
    request = urllib.request.Request(
        f"http://127.0.0.1:{our_axon['port']}/Double",
        data=json.dumps(sent).encode(),
        headers={**signed, **(headers or {}), "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


@pytest.mark.calls("http_auth.sign")
def test_our_axon_answers(our_axon):
    status, answer = ask(our_axon)
    assert (status, answer["output"], answer["words"]) == (200, 42, ASKED["words"][::-1])


@pytest.mark.calls("http_auth.sign")
def test_our_axon_answers_an_ed25519_key(our_axon):
    status, answer = ask(our_axon, key=Keypair.create_from_uri("//Alice", crypto_type=0))
    assert (status, answer["output"]) == (200, 42), answer


@pytest.mark.calls("http_auth.sign")
def test_our_axon_refuses(our_axon):
    assert ask(our_axon, receiver=ALICE.ss58_address)[0] == 401
    assert ask(our_axon, sent={**ASKED, "input": 22})[0] == 401
    assert ask(our_axon, headers={"X-Bittensor-Nonce": "1"})[0] == 401


@pytest.mark.calls("http_auth.verify")
def test_our_dendrite_asks(ask_from_ours):
    with miner() as (port, callers):
        answer = ask_from_ours(port, BOB.ss58_address, 21, "btauth")
    assert answer["ok"] and answer["values"]["output"] == 42, answer
    assert callers == [ALICE.ss58_address]


@contextlib.contextmanager
def miner():
    """Doubles numbers for whoever signs, as a miner of version 11 might."""
    callers = []

    class Miner(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            request = dict(method="POST", path=self.path, self_hotkey_ss58=BOB.ss58_address)
            try:
                callers.append(http_auth.verify(dict(self.headers), body, **request).hotkey_ss58)
                status, answer = 200, {"output": 2 * json.loads(body)["input"]}
            except http_auth.AuthError as error:
                status, answer = 401, {"message": str(error)}
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Miner)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, callers
    finally:
        server.shutdown()
        thread.join()
