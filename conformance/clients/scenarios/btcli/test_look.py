"""Looking at the network."""

import pytest
from command import run

pytestmark = pytest.mark.short


@pytest.mark.calls("btcli wallet balance")
def test_balance(btcli):
    seen = btcli.ask("wallet", "balance", "--ss58", btcli.address("alice"))
    assert next(iter(seen["balances"].values()))["free"] > 1000


@pytest.mark.calls("btcli subnets list")
def test_subnets(btcli):
    assert {"0", "1"} <= set(btcli.ask("subnets", "list")["subnets"])


@pytest.mark.calls("btcli subnets show")
def test_a_subnet(btcli):
    assert [neuron["uid"] for neuron in btcli.ask("subnets", "show", "--netuid", "1", "--no-prompt")["uids"]] == [0]


@pytest.mark.calls("btcli subnets hyperparameters", "btcli sudo get")
@pytest.mark.parametrize("command", [("subnets", "hyperparameters"), ("sudo", "get")])
def test_hyperparameters(btcli, command):
    listed = btcli.ask(*command, "--netuid", "1")
    values = {each["hyperparameter"]: each["value"] for each in listed}
    assert values["tempo"] == 100
    # btcli 9.23 shows the names that the chain gives; before, those it knew.
    assert len(values) >= 30


@pytest.mark.calls("btcli subnets burn-cost")
def test_what_a_subnet_costs(btcli):
    assert btcli.ask("subnets", "burn-cost")["burn_cost"]["rao"] >= 1000 * 10**9


@pytest.mark.calls("btcli subnets price")
def test_price(btcli):
    out, err = run("subnets", "price", "--netuids", "1", "--current", "--network", btcli.url, "--json-output")
    assert "1" in out and "Traceback" not in out + err and "rror" not in out + err


@pytest.mark.calls("btcli wallet overview")
def test_overview(btcli):
    keys = ["--wallet-name", "dave", "--wallet-path", btcli.wallets]
    out, err = run("wallet", "overview", *keys, "--network", btcli.url)
    assert "dave" in out and "Traceback" not in out + err
