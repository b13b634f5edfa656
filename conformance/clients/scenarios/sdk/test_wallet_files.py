"""Encrypted wallets of Bittensor's own library open here, and ours open there; what does not open says why."""

import json
import os

import pytest
from bittensor_wallet import Keyfile, Wallet
from bittensor_wallet.keyfile import (
    encrypt_keyfile_data,
    keyfile_data_encryption_method,
    legacy_encrypt_keyfile_data,
)
from passwords import environment_with

WORDS = "old leopard transfer rib spatial phone calm indicate online fire caution review"
ADDRESS = "5HDvhV6WDCjCKyrXqGQSDYqQAzkzabNhctmiDYEqgBC66BsX"
PASSWORD = "golden-test-password"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A wallet of Bittensor's library, not encrypted."""
    wallet = Wallet(name="plain", hotkey="default", path=str(tmp_path_factory.mktemp("wallets")))
    wallet.regenerate_coldkey(mnemonic=WORDS, use_password=False, overwrite=True, suppress=True)
    return wallet


@pytest.fixture(scope="module", params=[encrypt_keyfile_data, legacy_encrypt_keyfile_data], ids=["nacl", "ansible"])
def sealed(request, plain, tmp_path_factory):
    """The same wallet in a folder of its own, encrypted in one of the library's formats."""
    folder = tmp_path_factory.mktemp(request.param.__name__)
    wallet = Wallet(name="sealed", hotkey="default", path=str(folder))
    wallet.regenerate_coldkeypub(ss58_address=ADDRESS, overwrite=True)
    with open(plain.coldkey_file.path, "rb") as file:
        content = request.param(file.read(), PASSWORD)
    with open(wallet.coldkey_file.path, "wb") as file:
        file.write(content)
    os.chmod(wallet.coldkey_file.path, 0o600)
    return wallet


def with_password(wallet, password):
    """Environment in which the library finds the password of a coldkey."""
    wallet.coldkey_file.save_password_to_env(password)
    return environment_with(wallet.coldkey_file.env_var_name())


def signing(wallet):
    return ["wallet", "sign", "it is me", "--wallet", wallet.name, "--wallet-path", wallet.path, "--json"]


def test_an_encrypted_wallet_opens_here(sealed, myelin):
    signed = json.loads(myelin(*signing(sealed), env=with_password(sealed, PASSWORD)))
    myelin("wallet", "verify", "it is me", signed["signature"], ADDRESS)


def test_a_wrong_password(sealed, myelin):
    said = myelin(*signing(sealed), env=with_password(sealed, "another-password"), fails=True)
    assert "password does not open" in said and is_one_sentence(said)


def test_no_password(sealed, myelin):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BT_PW_")}
    said = myelin(*signing(sealed), env=environment, input="", fails=True)
    assert "password" in said and is_one_sentence(said)


DAMAGES = {"cut": lambda data: data[: len(data) // 3], "other": lambda _: b"not a key", "empty": lambda _: b""}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file(sealed, myelin, damage):
    path = sealed.coldkey_file.path
    with open(path, "rb") as file:
        whole = file.read()
    try:
        with open(path, "wb") as file:
            file.write(damage(whole))
        said = myelin(*signing(sealed), env=with_password(sealed, PASSWORD), fails=True)
    finally:
        with open(path, "wb") as file:
            file.write(whole)
    assert path in said and is_one_sentence(said)


def test_a_missing_file(plain, myelin):
    missing = ["--wallet", "nobody", "--wallet-path", plain.path]
    said = myelin("wallet", "sign", "it is me", *missing, fails=True)
    assert "nobody" in said and is_one_sentence(said)


def test_an_encrypted_wallet_of_ours_opens_there(myelin, tmp_path):
    words = tmp_path / "password"
    words.write_text(PASSWORD + "\n")
    where = ["--wallet-path", str(tmp_path), "--password-file", str(words)]
    myelin("wallet", "import", "ours", *where, input=WORDS + "\n")
    wallet = Wallet(name="ours", hotkey="default", path=str(tmp_path))
    assert keyfile_data_encryption_method(wallet.coldkey_file.data) == "NaCl"
    assert wallet.coldkeypub.ss58_address == ADDRESS
    assert wallet.get_coldkey(PASSWORD).ss58_address == ADDRESS
    assert wallet.hotkey.ss58_address


def test_files_are_equal_where_the_format_is_deterministic(plain, myelin, tmp_path):
    myelin("wallet", "import", "ours", "--wallet-path", str(tmp_path), "--no-password", input=WORDS + "\n")
    for name in ("coldkey", "coldkeypub.txt"):
        folders = (os.path.join(plain.path, "plain"), str(tmp_path / "ours"))
        theirs, ours = (json.loads(Keyfile(os.path.join(folder, name)).data) for folder in folders)
        assert {key: value for key, value in theirs.items() if key != "cryptoType"} == ours
        assert theirs.get("cryptoType", 1) == 1


def is_one_sentence(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) == 1 and "    at " not in text and "Error:" not in text
