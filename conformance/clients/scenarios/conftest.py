"""What all scenarios share."""

import os

import pytest


@pytest.fixture(scope="session")
def url():
    return os.environ["MYELIN_URL"]


@pytest.fixture(scope="session")
def wallets():
    folder = os.path.join(os.environ["HOME"], "wallets")
    os.makedirs(folder, exist_ok=True)
    return folder
