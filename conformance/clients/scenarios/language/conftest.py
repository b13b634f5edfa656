"""The whole network of `myelin up`, with wallets that hold something."""

import json
import os
import socket
import subprocess
import threading

import pytest
from bittensor import Balance, Subtensor
from bittensor_wallet import Wallet

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), *[".."] * 4))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def network(tmp_path_factory):
    """Address of a network that runs: its subnet is there, its validators too."""
    port = free_port()
    folder = str(tmp_path_factory.mktemp("up"))
    command = ["--import", "tsx", "packages/myelin/src/main.ts", "up", "--dir", folder, "--port", str(port)]
    process = subprocess.Popen(
        [os.environ["MYELIN_NODE"], *command, "--block-time", "500ms", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        text=True,
    )
    for line in process.stdout:
        event = json.loads(line)
        if event.get("event") == "block" and event.get("block", 0) > 5:
            break
    threading.Thread(target=process.stdout.read, daemon=True).start()
    yield f"ws://127.0.0.1:{port}"
    process.terminate()
    process.wait(60)


@pytest.fixture(scope="session")
def subtensor(network):
    client = Subtensor(network=network)
    yield client
    client.close()


@pytest.fixture(scope="session")
def funded(subtensor, wallets):
    """Makes a wallet and gives it five hundred TAO."""

    def make(uri, folder=wallets):
        wallet = Wallet(name=uri.strip("/"), hotkey="default", path=folder)
        wallet.create_coldkey_from_uri(uri, use_password=False, overwrite=True, suppress=True)
        wallet.create_hotkey_from_uri(uri + "_hk", use_password=False, overwrite=True, suppress=True)
        return wallet

    alice = make("//Alice")

    def fund(uri):
        wallet = make(uri)
        sent = subtensor.transfer(
            alice, wallet.coldkeypub.ss58_address, Balance.from_tao(500), wait_for_finalization=True
        )
        assert sent.success, sent.message
        return wallet

    return fund
