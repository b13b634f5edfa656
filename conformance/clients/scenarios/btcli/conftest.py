"""btcli with this network and these wallets."""

import json
import os

import pytest
from bittensor_wallet import Wallet
from command import read, run


class Btcli:
    """Commands with this network and these wallets."""

    def __init__(self, url, wallets):
        self.url, self.wallets = url, wallets

    def ask(self, *args):
        return read(*args, "--network", self.url)

    def act(self, *args, wallet, hotkey="default"):
        """A command that signs. Its `success` is the test's to look at."""
        return read(*args, *self.keys(wallet, hotkey))

    def say(self, *args, wallet, hotkey="default"):
        """As `act`, for commands that print no JSON: what they tell a person."""
        out, err = run(*args, *self.keys(wallet, hotkey))
        return out + err

    def keys(self, wallet, hotkey):
        where = ["--wallet-name", wallet, "--wallet-path", self.wallets, "--hotkey", hotkey]
        return [*where, "--network", self.url, "--no-prompt"]

    def make(self, name, uri):
        """btcli takes names of development keys alone: no path, no underscore."""
        keys = ["--wallet-name", name, "--wallet-path", self.wallets, "--hotkey", "default"]
        for command, address in (("new-coldkey", uri), ("new-hotkey", uri + "hot")):
            made = read("wallet", command, *keys, "--uri", address, "--no-use-password", "--overwrite")
            assert made["success"], made

    def address(self, name, key="coldkeypub.txt"):
        with open(os.path.join(self.wallets, name, key), encoding="utf8") as file:
            return json.load(file)["ss58Address"]


@pytest.fixture(scope="session")
def btcli(url, wallets):
    """With wallets of people who have money. A start of btcli takes seconds, so its library makes them."""
    for name in ("dave", "eve", "ferdie", "alice"):
        wallet = Wallet(name=name, hotkey="default", path=wallets)
        uri = f"//{name.capitalize()}"
        wallet.create_coldkey_from_uri(uri, use_password=False, overwrite=True, suppress=True)
        wallet.create_hotkey_from_uri(uri + "hot", use_password=False, overwrite=True, suppress=True)
    return Btcli(url, wallets)


@pytest.fixture(scope="session")
def netuid(btcli):
    """Alice's subnet, started."""
    about = {
        "--github-repo": "https://github.com/example/meadow",
        "--subnet-contact": "meadow@example.com",
        "--subnet-url": "https://example.com",
        "--discord-handle": "meadow",
        "--description": "A meadow",
        "--additional-info": "None",
        "--logo-url": "https://example.com/meadow.png",
    }
    fields = [part for name, value in about.items() for part in (name, value)]
    made = btcli.act("subnets", "create", "--subnet-name", "meadow", *fields, "--no-mev-protection", wallet="alice")
    assert made["success"], made
    said = btcli.say("subnets", "start", "--netuid", str(made["netuid"]), wallet="alice")
    assert "success" in said.lower(), said
    return str(made["netuid"])
