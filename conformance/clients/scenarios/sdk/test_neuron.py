"""The life of neurons: register, stake, serve, set weights, earn."""

import pytest
from bittensor import AsyncSubtensor, Axon
from people import succeed, tao

pytestmark = pytest.mark.short


@pytest.mark.calls("register_subnet", "start_call", "burned_register", "get_uid_for_hotkey_on_subnet")
def test_a_subnet_with_neurons(subtensor, netuid, neurons, alice, bob):
    assert subtensor.get_subnet_owner_hotkey(netuid) == alice.hotkey.ss58_address
    assert subtensor.is_hotkey_registered(bob.hotkey.ss58_address, netuid=netuid)
    graph = subtensor.metagraph(netuid)
    assert graph.hotkeys[neurons["validator"]] == bob.hotkey.ss58_address
    assert graph.coldkeys[neurons["validator"]] == bob.coldkeypub.ss58_address


@pytest.mark.calls("burned_register")
def test_registering_twice(subtensor, netuid, neurons, bob):
    balance = subtensor.get_balance(bob.coldkeypub.ss58_address)
    succeed(subtensor.burned_register(bob, netuid))
    assert subtensor.get_balance(bob.coldkeypub.ss58_address) == balance


@pytest.mark.calls("serve_axon")
def test_an_axon_is_announced(subtensor, netuid, neurons, charlie):
    axon = Axon(wallet=charlie, ip="127.0.0.1", external_ip="127.0.0.1", port=8123, external_port=8123)
    succeed(subtensor.serve_axon(netuid, axon))
    announced = subtensor.metagraph(netuid).axons[neurons["miner"]]
    assert (announced.ip, announced.port) == ("127.0.0.1", 8123)


@pytest.mark.calls("set_weights", "weights")
def test_weights_count_in_the_next_epoch(subtensor, netuid, neurons, bob):
    wait_for_permit(subtensor, netuid, neurons["validator"])
    wait_for_rate_limit(subtensor, netuid, neurons["validator"])
    succeed(
        subtensor.set_weights(bob, netuid, [neurons["miner"]], [1.0], wait_for_inclusion=True, wait_for_finalization=True)
    )
    assert (neurons["validator"], [(neurons["miner"], 65535)]) in subtensor.weights(netuid)
    for _ in range(3):
        next_epoch(subtensor, netuid)
        graph = subtensor.metagraph(netuid)
        if graph.incentive[neurons["miner"]] > 0:
            break
    assert graph.incentive[neurons["miner"]] == pytest.approx(1)
    assert graph.dividends[neurons["validator"]] > 0
    assert graph.emission[neurons["miner"]] > 0


@pytest.mark.calls("set_weights")
def test_weights_too_soon(subtensor, netuid, neurons, bob):
    succeed_or_too_soon = subtensor.set_weights(bob, netuid, [neurons["miner"]], [1.0], wait_for_finalization=True)
    again = subtensor.set_weights(bob, netuid, [neurons["miner"]], [1.0], max_attempts=1, wait_for_finalization=True)
    assert not again.success, f"twice at once: {succeed_or_too_soon.message}"


@pytest.mark.calls("set_commitment", "get_commitment", "get_all_commitments")
def test_a_commitment(subtensor, netuid, neurons, charlie):
    succeed(subtensor.set_commitment(charlie, netuid, "what I promise"))
    assert subtensor.get_commitment(netuid, neurons["miner"]) == "what I promise"
    assert subtensor.get_all_commitments(netuid) == {charlie.hotkey.ss58_address: "what I promise"}


@pytest.mark.calls("AsyncSubtensor.neuron_for_uid", "AsyncSubtensor.weights")
async def test_the_asynchronous_client_sees_them(url, netuid, neurons, charlie):
    async with AsyncSubtensor(network=url) as client:
        neuron = await client.neuron_for_uid(neurons["miner"], netuid)
        assert neuron.hotkey == charlie.hotkey.ss58_address
        assert isinstance(await client.weights(netuid), list)


def next_epoch(subtensor, netuid):
    subtensor.wait_for_block(subtensor.get_next_epoch_start_block(netuid) + 2)


def wait_for_rate_limit(subtensor, netuid, uid):
    """A registration counts as an update, and the client says nothing where it is too soon for another."""
    blocks = subtensor.weights_rate_limit(netuid) - subtensor.blocks_since_last_update(netuid, uid) + 1
    if blocks > 0:
        subtensor.wait_for_block(subtensor.get_current_block() + blocks)


def wait_for_permit(subtensor, netuid, uid):
    """Permits come with epochs."""
    for _ in range(4):
        if subtensor.metagraph(netuid).validator_permit[uid]:
            return
        next_epoch(subtensor, netuid)
    raise AssertionError("no validator permit after four epochs")
