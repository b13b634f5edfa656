"""Encrypted wallets of version 11 open here, and ours open there."""

import json
import os

import pytest
from bittensor import Wallet
from bittensor.sp_core import keyfile_data_encryption_method, save_password_to_environment
from passwords import environment_with

WORDS = "old leopard transfer rib spatial phone calm indicate online fire caution review"
ADDRESS = "5HDvhV6WDCjCKyrXqGQSDYqQAzkzabNhctmiDYEqgBC66BsX"
PASSWORD = "golden-test-password"


@pytest.mark.calls("Wallet.regenerate_coldkey")
def test_an_encrypted_wallet_opens_here(myelin, tmp_path):
    wallet = Wallet(name="eleven", hotkey="default", path=str(tmp_path))
    wallet.regenerate_coldkey(mnemonic=WORDS, use_password=True, coldkey_password=PASSWORD, overwrite=True, suppress=True)
    os.chmod(wallet.coldkey_file.path, 0o600)
    name = wallet.coldkey_file.env_var_name()
    save_password_to_environment(name, PASSWORD)
    where = ["--wallet", "eleven", "--wallet-path", str(tmp_path)]
    signed = json.loads(myelin("wallet", "sign", "it is me", *where, "--json", env=environment_with(name)))
    myelin("wallet", "verify", "it is me", signed["signature"], ADDRESS)


@pytest.mark.calls("Wallet.get_coldkey")
def test_an_encrypted_wallet_of_ours_opens_there(myelin, tmp_path):
    words = tmp_path / "password"
    words.write_text(PASSWORD + "\n")
    where = ["--wallet-path", str(tmp_path), "--password-file", str(words)]
    myelin("wallet", "import", "ours", *where, input=WORDS + "\n")
    wallet = Wallet(name="ours", hotkey="default", path=str(tmp_path))
    with open(wallet.coldkey_file.path, "rb") as file:
        assert keyfile_data_encryption_method(file.read()) == "NaCl"
    assert wallet.coldkeypub.ss58_address == ADDRESS
    assert wallet.get_coldkey(PASSWORD).ss58_address == ADDRESS
