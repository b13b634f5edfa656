"""Looking: nothing is changed."""

import time

import pytest
from bittensor import AsyncSubtensor, Balance

NETUID = 1

pytestmark = pytest.mark.short


@pytest.mark.calls("Subtensor", "get_current_block", "wait_for_block")
def test_blocks_come(subtensor):
    first = subtensor.get_current_block()
    assert subtensor.wait_for_block(first + 3)
    assert subtensor.get_current_block() >= first + 3


@pytest.mark.calls("get_block_info", "get_block_hash", "get_timestamp")
def test_a_block_and_its_time(subtensor):
    number = subtensor.get_current_block() - 1
    info = subtensor.get_block_info(number)
    assert info.number == number
    assert info.hash == subtensor.get_block_hash(number)
    assert abs(subtensor.get_timestamp(number).timestamp() - time.time()) < 60


@pytest.mark.calls("get_balance", "get_balances", "get_existential_deposit")
def test_balances(subtensor, alice, stranger):
    rich, poor = alice.coldkeypub.ss58_address, stranger.coldkeypub.ss58_address
    assert subtensor.get_balance(rich).tao > 1000
    both = subtensor.get_balances(rich, poor)
    assert both[rich].tao > 1000 and both[poor].rao == 0
    assert subtensor.get_existential_deposit().rao == 500


@pytest.mark.calls("get_all_subnets_netuid", "get_total_subnets", "subnet_exists", "is_subnet_active")
def test_subnets_are_counted(subtensor):
    known = [int(netuid) for netuid in subtensor.get_all_subnets_netuid()]
    assert known[:2] == [0, NETUID]
    assert subtensor.get_total_subnets() == len(known)
    assert subtensor.subnet_exists(NETUID) and not subtensor.subnet_exists(4000)
    assert subtensor.is_subnet_active(NETUID) is False


@pytest.mark.calls("all_subnets", "subnet", "get_subnet_info", "get_all_subnets_info")
def test_subnets_in_detail(subtensor):
    assert [subnet.netuid for subnet in subtensor.all_subnets()][:2] == [0, NETUID]
    assert subtensor.subnet(NETUID).price.tao == pytest.approx(1)
    assert subtensor.get_subnet_info(NETUID).netuid == NETUID
    assert [info.netuid for info in subtensor.get_all_subnets_info()][:2] == [0, NETUID]


@pytest.mark.calls("get_subnet_price", "get_subnet_prices", "get_subnet_burn_cost", "recycle")
def test_prices(subtensor, netuid):
    """Of a subnet that is started: older clients know no price before."""
    price = subtensor.get_subnet_price(netuid).tao
    assert price > 0
    # Both follow the pool, from block to block.
    assert subtensor.get_subnet_prices()[netuid].tao == pytest.approx(price, rel=0.05)
    assert subtensor.get_subnet_burn_cost().tao >= 1000
    assert subtensor.recycle(NETUID).rao > 0


@pytest.mark.calls("metagraph", "get_metagraph_info", "get_all_metagraphs_info", "neurons", "neurons_lite", "neuron_for_uid")
def test_metagraph(subtensor):
    graph = subtensor.metagraph(NETUID)
    assert int(graph.n) == len(graph.hotkeys) == len(graph.uids) == 1
    assert subtensor.get_metagraph_info(NETUID).num_uids == 1
    assert [info.netuid for info in subtensor.get_all_metagraphs_info()][:2] == [0, NETUID]
    assert [neuron.uid for neuron in subtensor.neurons(NETUID)] == [0]
    assert [neuron.uid for neuron in subtensor.neurons_lite(NETUID)] == [0]
    assert subtensor.neuron_for_uid(0, NETUID).hotkey == graph.hotkeys[0]


@pytest.mark.calls("get_subnet_hyperparameters", "tempo", "immunity_period", "min_allowed_weights", "commit_reveal_enabled")
def test_hyperparameters(subtensor):
    all_of_them = subtensor.get_subnet_hyperparameters(NETUID)
    assert all_of_them.tempo == subtensor.tempo(NETUID) == 100
    assert all_of_them.immunity_period == subtensor.immunity_period(NETUID)
    assert subtensor.min_allowed_weights(NETUID) == 0
    assert subtensor.commit_reveal_enabled(NETUID) is False


@pytest.mark.calls("get_delegates", "get_delegate_identities", "is_hotkey_delegate")
def test_delegates(subtensor, stranger):
    assert isinstance(subtensor.get_delegates(), list)
    assert subtensor.get_delegate_identities() == {}
    assert subtensor.is_hotkey_delegate(stranger.hotkey.ss58_address) is False


@pytest.mark.calls("sim_swap", "get_stake_add_fee", "get_unstake_fee")
def test_trades_are_quoted(subtensor):
    quote = subtensor.sim_swap(origin_netuid=0, destination_netuid=NETUID, amount=Balance.from_tao(1))
    assert 0.8 < quote.alpha_amount.tao < 1
    assert subtensor.get_stake_add_fee(amount=Balance.from_tao(1), netuid=NETUID).rao == 503547


@pytest.mark.calls("AsyncSubtensor", "AsyncSubtensor.block", "AsyncSubtensor.get_balance", "AsyncSubtensor.all_subnets", "AsyncSubtensor.metagraph")
async def test_the_asynchronous_client(url, alice):
    async with AsyncSubtensor(network=url) as client:
        assert await client.block > 0
        assert (await client.get_balance(alice.coldkeypub.ss58_address)).tao > 1000
        assert [subnet.netuid for subnet in await client.all_subnets()][:2] == [0, NETUID]
        assert len((await client.metagraph(NETUID)).hotkeys) == 1
