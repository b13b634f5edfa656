"""The examples: a miner and a validator in Python, on the language subnet of `myelin up`."""

import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT, free_port

LANGUAGE = "2"

# The dendrite asks services on the Internet for this machine's address; a test must not.
OFFLINE = """
import runpy, sys
import bittensor.utils.networking as networking
networking.get_external_ip = lambda: "127.0.0.1"
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def example(name, network, wallet, wallets, *more):
    """Runs an example; yields the lines that it prints."""
    program = os.path.join(ROOT, "examples", name)
    keys = ["--url", network, "--netuid", LANGUAGE, "--wallet", wallet.name, "--wallet-path", wallets]
    return subprocess.Popen(
        [sys.executable, "-u", "-c", OFFLINE, program, *more, *keys],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def await_line(process, pattern):
    said = []
    for line in process.stdout:
        said.append(line)
        if re.search(pattern, line):
            return
    raise AssertionError(f"ended without {pattern}: {''.join(said[-10:])}")


@pytest.mark.timeout(420)
def test_a_python_miner_earns(network, subtensor, funded, wallets):
    wallet = funded("//PythonMiner")
    process = example("python-miner/miner.py", network, wallet, wallets, "--port", str(free_port()))
    try:
        await_line(process, r"incentive 0\.(?!000)")
    finally:
        process.kill()
    uid = subtensor.get_uid_for_hotkey_on_subnet(wallet.hotkey.ss58_address, int(LANGUAGE))
    assert subtensor.metagraph(int(LANGUAGE)).incentive[uid] > 0


@pytest.mark.timeout(420)
def test_a_python_validator_pays(network, subtensor, funded, wallets, tmp_path):
    text = tmp_path / "text.txt"
    text.write_bytes(b"".join(f"Line {number} of a text that nobody else reads.\n".encode() for number in range(5000)))
    wallet = funded("//PythonValidator")
    process = example("python-validator/validator.py", network, wallet, wallets, str(text), "--stake", "400")
    try:
        await_line(process, r"^weights: set")
    finally:
        process.kill()
    uid = subtensor.get_uid_for_hotkey_on_subnet(wallet.hotkey.ss58_address, int(LANGUAGE))
    weights = dict(subtensor.weights(int(LANGUAGE)))
    assert len(weights[uid]) > 0
