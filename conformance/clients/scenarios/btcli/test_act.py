"""Money, neurons, stake and what owners set."""

import time

import pytest
from pace import unhurried  # noqa: F401

TRADE = ["--no-mev-protection"]


@pytest.fixture(scope="module")
def registered(btcli, netuid):
    """Dave and Eve have a place on the subnet."""
    for name in ("dave", "eve"):
        for _ in range(3):
            made = btcli.act("subnets", "register", "--netuid", netuid, wallet=name)
            # On a busy machine a transaction may come when its era of a few short blocks is over.
            if made["success"]:
                break
        assert made["success"], made
    return netuid


@pytest.mark.short
@pytest.mark.calls("btcli wallet transfer")
def test_transfer(btcli):
    btcli.make("receiver", "ReceiverOfBtcli")
    receiver = btcli.address("receiver")
    sent = btcli.act("wallet", "transfer", "--destination", receiver, "--amount", "1.5", wallet="alice")
    assert sent["success"], sent
    seen = btcli.ask("wallet", "balance", "--ss58", receiver)
    assert next(iter(seen["balances"].values()))["free"] == 1.5


@pytest.mark.short
@pytest.mark.calls("btcli wallet transfer")
def test_more_than_there_is(btcli):
    sent = btcli.act(
        "wallet", "transfer", "--destination", btcli.address("alice"), "--amount", "999999", wallet="receiver"
    )
    assert not sent["success"]


@pytest.mark.short
@pytest.mark.calls("btcli subnets create", "btcli subnets start", "btcli subnets register")
def test_register(btcli, registered):
    shown = btcli.ask("subnets", "show", "--netuid", registered, "--no-prompt")
    assert {btcli.address(name, "hotkeys/default") for name in ("dave", "eve")} <= {
        neuron["hotkey"] for neuron in shown["uids"]
    }


@pytest.mark.short
@pytest.mark.calls("btcli stake add", "btcli stake list", "btcli stake remove")
def test_stake_in_and_out(btcli, registered):
    hotkey = btcli.address("dave", "hotkeys/default")
    where = ["--netuid", registered, "--hotkey-ss58-address", hotkey]
    added = btcli.act("stake", "add", *where, "--amount", "50", "--unsafe", *TRADE, wallet="dave")
    assert results_of(added) == [True], added
    # How much it buys depends on how many blocks have gone into the pool.
    assert staked(btcli, "dave", registered) > 1
    removed = btcli.act("stake", "remove", *where, "--amount", "0.5", "--unsafe", *TRADE, wallet="dave")
    assert results_of(removed) == [True], removed


@pytest.mark.short
@pytest.mark.calls("btcli stake add (shielded)", "btcli stake remove (shielded)")
def test_stake_through_the_shield(btcli, registered, unhurried):
    """As btcli trades unless told otherwise."""
    hotkey = btcli.address("eve", "hotkeys/default")
    where = ["--netuid", registered, "--hotkey-ss58-address", hotkey]
    added = btcli.act("stake", "add", *where, "--amount", "20", "--unsafe", wallet="eve")
    assert results_of(added) == [True], added
    assert staked(btcli, "eve", registered) > 0.5
    removed = btcli.act("stake", "remove", *where, "--amount", "0.2", "--unsafe", wallet="eve")
    assert results_of(removed) == [True], removed


@pytest.mark.calls("btcli stake add --safe")
def test_a_price_limit_is_kept(btcli, registered):
    before = staked(btcli, "dave", registered)
    hotkey = btcli.address("dave", "hotkeys/default")
    where = ["--netuid", registered, "--hotkey-ss58-address", hotkey]
    limit = ["--safe", "--tolerance", "0.0001", "--no-allow-partial-stake"]
    refused = btcli.act("stake", "add", *where, "--amount", "900", *limit, *TRADE, wallet="dave")
    assert results_of(refused) == [False], refused
    assert staked(btcli, "dave", registered) < before + 100


@pytest.mark.calls("btcli stake move")
def test_move(btcli, registered):
    origin, destination = (btcli.address(name, "hotkeys/default") for name in ("dave", "eve"))
    moved = btcli.act(
        *["stake", "move", "--origin-netuid", registered, "--dest-netuid", registered, "--amount", "0.2"],
        *["--from", origin, "--dest", destination, *TRADE],
        wallet="dave",
    )
    assert moved["success"], moved


@pytest.mark.calls("btcli axon set", "btcli axon reset")
def test_axon(btcli, registered):
    where = ["--netuid", registered]
    said = btcli.say("axon", "set", *where, "--ip", "203.0.113.7", "--port", "8091", wallet="eve")
    assert "Axon set successfully to 203.0.113.7:8091" in said
    assert "successfully" in btcli.say("axon", "reset", *where, wallet="eve").lower()


@pytest.mark.calls("btcli sudo set")
def test_an_owner_sets_a_hyperparameter(btcli, registered):
    for _ in range(4):
        done = btcli.act(
            "sudo", "set", "--netuid", registered, "--param", "immunity_period", "--value", "77", wallet="alice"
        )
        # Shortly before an epoch nothing may be changed: the owner tries again.
        if "AdminActionProhibitedDuringWeightsWindow" not in str(done):
            break
        time.sleep(1)
    assert done["success"], done
    listed = btcli.ask("sudo", "get", "--netuid", registered)
    assert {each["hyperparameter"]: each["value"] for each in listed}["immunity_period"] == 77


@pytest.mark.calls("btcli sudo set")
def test_only_an_owner_does(btcli, registered):
    done = btcli.act("sudo", "set", "--netuid", registered, "--param", "immunity_period", "--value", "78", wallet="dave")
    assert not done["success"]


@pytest.mark.calls("btcli stake child set", "btcli stake child get")
def test_children(btcli, registered):
    child = btcli.address("eve", "hotkeys/default")
    placed = btcli.act(
        *["stake", "child", "set", "--netuid", registered, "--children", child, "--proportions", "0.25"], wallet="dave"
    )
    assert all(result["success"] for result in placed.values()), placed


@pytest.mark.calls("btcli wallet set-identity", "btcli wallet get-identity")
def test_an_identity(btcli, registered):
    names = ["--web-url", "--image-url", "--discord", "--description", "--additional", "--github"]
    fields = [part for name in names for part in (name, "meadow")]
    done = btcli.act("wallet", "set-identity", "--id-name", "Dave", *fields, wallet="dave")
    assert done["success"], done
    assert btcli.ask("wallet", "get-identity", "--ss58", btcli.address("dave"))["name"] == "Dave"


@pytest.mark.calls("btcli proxy add", "btcli proxy remove")
def test_a_proxy(btcli):
    kind = ["--delegate", btcli.address("eve"), "--proxy-type", "Transfer", "--delay", "0"]
    assert btcli.act("proxy", "add", *kind, wallet="ferdie")["success"]
    assert btcli.act("proxy", "remove", *kind, wallet="ferdie")["success"]


def results_of(answer):
    """Success of every single operation, however deep the command nests them."""
    if isinstance(answer, bool):
        return [answer]
    if isinstance(answer, list):
        return [each for value in answer for each in results_of(value)]
    if not isinstance(answer, dict):
        return []
    if "success" in answer:
        return [answer["success"]]
    return [each for value in answer.get("staking_success", answer).values() for each in results_of(value)]


def staked(btcli, name, netuid):
    listed = btcli.ask("stake", "list", "--ss58", btcli.address(name), "--no-prompt")
    stakes = listed["stake_info"].values()
    return sum(each["stake_value"] for group in stakes for each in group if str(each["netuid"]) == netuid)
