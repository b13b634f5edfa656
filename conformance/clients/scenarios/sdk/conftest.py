"""Wallets, a subnet with a validator and a miner, and our own neuron to talk with."""

import json
import os
import subprocess

import pytest
from bittensor import Subtensor
from people import make_wallet, succeed, tao

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), *[".."] * 4))
NEURON = [os.environ["MYELIN_NODE"], "--import", "tsx", os.path.join(ROOT, "conformance/clients/neuron.ts")]


@pytest.fixture(scope="session")
def subtensor(url):
    client = Subtensor(network=url)
    yield client
    client.close()


@pytest.fixture(scope="session")
def alice(wallets):
    return make_wallet("//Alice", wallets)


@pytest.fixture(scope="session")
def bob(wallets):
    return make_wallet("//Bob", wallets)


@pytest.fixture(scope="session")
def charlie(wallets):
    return make_wallet("//Charlie", wallets)


@pytest.fixture(scope="session")
def stranger(wallets):
    """Has nothing and is nobody."""
    return make_wallet("//Stranger", wallets)


@pytest.fixture(scope="session")
def netuid(subtensor, alice):
    """Alice's subnet, started."""
    succeed(subtensor.register_subnet(alice, wait_for_finalization=True))
    number = max(int(known) for known in subtensor.get_all_subnets_netuid())
    succeed(subtensor.start_call(alice, number, wait_for_finalization=True))
    return number


@pytest.fixture(scope="session")
def neurons(subtensor, netuid, alice, bob, charlie):
    """Bob validates and Charlie mines: their uids."""
    for wallet in (bob, charlie):
        succeed(subtensor.burned_register(wallet, netuid))
    succeed(subtensor.add_stake(bob, netuid, bob.hotkey.ss58_address, tao(200)))
    uids = [subtensor.get_uid_for_hotkey_on_subnet(w.hotkey.ss58_address, netuid) for w in (bob, charlie)]
    assert None not in uids
    return dict(validator=uids[0], miner=uids[1])


@pytest.fixture(scope="session")
def our_axon():
    """Port and hotkey of an axon of ours."""
    process = subprocess.Popen([*NEURON, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    yield json.loads(process.stdout.readline())
    process.stdin.close()
    process.wait(10)


@pytest.fixture(scope="session")
def ask_from_ours():
    """Lets a dendrite of ours ask an axon to double a number."""

    def ask(port, hotkey, number):
        answer = subprocess.run(
            [*NEURON, "ask", "127.0.0.1", str(port), hotkey, str(number)], capture_output=True, cwd=ROOT, timeout=60
        )
        return json.loads(answer.stdout)

    return ask
