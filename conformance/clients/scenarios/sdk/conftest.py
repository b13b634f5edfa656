"""Wallets, and a subnet with a validator and a miner."""

import pytest
from bittensor import Subtensor
from people import make_wallet, succeed, tao


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
