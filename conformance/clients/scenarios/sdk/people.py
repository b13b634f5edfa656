"""Wallets of the scenarios, and what their calls must give."""

from bittensor import Balance
from bittensor_wallet import Wallet


def tao(amount):
    return Balance.from_tao(amount)


def make_wallet(uri, folder):
    wallet = Wallet(name=uri.strip("/").replace("/", "-"), hotkey="default", path=folder)
    wallet.create_coldkey_from_uri(uri, use_password=False, overwrite=True, suppress=True)
    wallet.create_hotkey_from_uri(uri + "_hk", use_password=False, overwrite=True, suppress=True)
    return wallet


def succeed(response):
    """A client call that must work; its own words where it does not."""
    assert response.success, f"refused: {response.message}"
    return response
