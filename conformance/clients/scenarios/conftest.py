"""What all scenarios share: the network, a folder for wallets, our command line, and neurons of ours to talk with."""

import json
import os
import subprocess

import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), *[".."] * 3))
NEURON = [os.environ["MYELIN_NODE"], "--import", "tsx", os.path.join(ROOT, "conformance/clients/neuron.ts")]


@pytest.fixture(scope="session")
def url():
    return os.environ["MYELIN_URL"]


@pytest.fixture(scope="session")
def wallets():
    folder = os.path.join(os.environ["HOME"], "wallets")
    os.makedirs(folder, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def myelin():
    """Runs our own command line: what it prints, or, where it must fail, what it tells of that."""

    def command(*args, fails=False, **options):
        program = [os.environ["MYELIN_NODE"], "--import", "tsx", "packages/myelin/src/main.ts", *args]
        done = subprocess.run(program, capture_output=True, text=True, timeout=180, cwd=ROOT, **options)
        assert done.returncode == (1 if fails else 0), done.stderr
        return done.stderr if fails else done.stdout

    return command


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

    def ask(port, hotkey, number, *form):
        program = [*NEURON, "ask", "127.0.0.1", str(port), hotkey, str(number), *form]
        answer = subprocess.run(program, capture_output=True, cwd=ROOT, timeout=60)
        return json.loads(answer.stdout)

    return ask
