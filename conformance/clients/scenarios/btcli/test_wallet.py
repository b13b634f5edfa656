"""Wallets: no chain is needed for most of it."""

import json
import os

import pytest
from command import read, run

WORDS = "old leopard transfer rib spatial phone calm indicate online fire caution review"
WORDS_ADDRESS = "5HDvhV6WDCjCKyrXqGQSDYqQAzkzabNhctmiDYEqgBC66BsX"

pytestmark = pytest.mark.short


@pytest.mark.calls("btcli wallet create", "btcli wallet list")
def test_create_and_list(wallets):
    keys = ["--wallet-name", "fresh", "--wallet-path", wallets, "--hotkey", "default"]
    assert read("wallet", "create", *keys, "--no-use-password", "--n-words", "12", "--overwrite")["success"]
    listed = read("wallet", "list", "--wallet-path", wallets)
    fresh = next(wallet for wallet in listed["wallets"] if wallet["name"] == "fresh")
    assert [hotkey["name"] for hotkey in fresh["hotkeys"]] == ["default"]


@pytest.mark.calls("btcli wallet regen-coldkey")
def test_the_words_of_a_key(btcli):
    """Some versions tell of a failure although they wrote the file: the file is what counts."""
    keys = ["--wallet-name", "words", "--wallet-path", btcli.wallets, "--hotkey", "default"]
    read("wallet", "regen-coldkey", *keys, "--mnemonic", WORDS, "--no-use-password", "--overwrite")
    assert btcli.address("words", "coldkey") == WORDS_ADDRESS


@pytest.mark.calls("btcli wallet sign")
def test_a_signature_of_btcli_is_good_here(btcli, myelin):
    signed = read(
        *["wallet", "sign", "--wallet-name", "dave", "--wallet-path", btcli.wallets, "--hotkey", "default"],
        *["--message", "it is me", "--no-use-hotkey"],
    )
    myelin("wallet", "verify", "it is me", "0x" + signed["signed_message"], btcli.address("dave"))


def test_a_wallet_of_btcli_opens_here(btcli, myelin):
    listed = json.loads(myelin("wallet", "list", "--wallet-path", btcli.wallets, "--json"))
    assert btcli.address("dave") in json.dumps(listed)
    signature = json.loads(
        myelin("wallet", "sign", "it is me", "--wallet", "dave", "--wallet-path", btcli.wallets, "--json")
    )["signature"]
    myelin("wallet", "verify", "it is me", signature, btcli.address("dave"))


def test_a_wallet_of_ours_opens_in_btcli(wallets, myelin):
    path = ["--wallet-path", wallets]
    myelin("wallet", "import", "ours", *path, "--no-password", input=WORDS + "\n")
    listed = read("wallet", "list", *path)
    ours = next(wallet for wallet in listed["wallets"] if wallet["name"] == "ours")
    assert ours["ss58_address"] == WORDS_ADDRESS
    keys = ["--wallet-name", "ours", *path, "--hotkey", "default"]
    signed = read("wallet", "sign", *keys, "--message", "it is me", "--no-use-hotkey")
    myelin("wallet", "verify", "it is me", "0x" + signed["signed_message"], WORDS_ADDRESS)


def test_what_is_not_there(wallets, url):
    out, err = run("wallet", "balance", "--wallet-name", "nobody", "--wallet-path", wallets, "--network", url)
    assert "Traceback" not in out + err
    assert os.path.isdir(wallets)
