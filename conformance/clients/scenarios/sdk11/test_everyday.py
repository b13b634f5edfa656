"""Everyday life with the client of version 11, whose neurons bring their own servers."""

import asyncio

import bittensor as bt
import pytest
from bittensor.sp_core import Keypair

LIMIT = 60


class Wallet:
    """Keys in memory: all that an intent asks of a wallet."""

    def __init__(self, uri):
        self.coldkey = self.coldkeypub = Keypair.create_from_uri(uri)
        self.hotkey = Keypair.create_from_uri(uri + "_hk")
        self.name = uri


ALICE, BOB = Wallet("//Alice"), Wallet("//Bob")


@pytest.fixture
async def client(url):
    made = bt.Client(url)
    await made.connect()
    yield made


async def read(client, name, **arguments):
    return await asyncio.wait_for(client.read(name, **arguments), LIMIT)


async def execute(client, intent, wallet):
    result = await asyncio.wait_for(client.execute(intent, wallet), LIMIT)
    assert result.success, result.message
    return result


@pytest.mark.calls("Client.connect", "Client.read(balance)", "Client.blocks")
async def test_connect_and_look(client):
    assert await client.spec_version() == 425
    assert (await read(client, "balance", coldkey_ss58=ALICE.coldkey.ss58_address)).tao > 1000
    seen = []
    async for block in client.blocks():
        seen.append(block)
        if len(seen) == 3:
            break
    assert len(seen) == 3


@pytest.mark.calls("Transfer")
async def test_transfer(client):
    receiver = Keypair.create_from_uri("//Receiver//11").ss58_address
    await execute(client, bt.Transfer(dest_ss58=receiver, amount_tao=1.5), ALICE)
    assert (await read(client, "balance", coldkey_ss58=receiver)).tao == 1.5


@pytest.mark.calls("RegisterSubnet", "StartCall")
async def test_a_subnet_is_made(client):
    made = await asyncio.wait_for(client.execute(bt.RegisterSubnet(), ALICE), LIMIT)
    assert made.success, made.message
    subnets = await read(client, "subnets")
    netuid = max(subnet.netuid for subnet in subnets)
    assert netuid > 1
    await execute(client, bt.StartCall(netuid=netuid), ALICE)


@pytest.mark.calls("AddStake", "RemoveStake")
async def test_stake_in_and_out(client):
    netuid = max(subnet.netuid for subnet in await read(client, "subnets"))
    hotkey = ALICE.hotkey.ss58_address
    await execute(client, bt.AddStake(hotkey_ss58=hotkey, netuid=netuid, amount_tao=10), ALICE)
    await execute(client, bt.RemoveStake(hotkey_ss58=hotkey, netuid=netuid, amount_alpha=1), ALICE)


@pytest.mark.calls("SetWeights")
async def test_weights_are_set(client):
    netuid = max(subnet.netuid for subnet in await read(client, "subnets"))
    # A new neuron has to wait for the rate limit.
    await client.wait_for_block((await client.block()) + 12)
    await execute(client, bt.SetWeights(netuid=netuid, weights={0: 1.0}), ALICE)


@pytest.mark.calls("BurnedRegister")
async def test_a_neuron_registers_through_the_shield(client):
    """The client sends registrations in no other way."""
    netuid = max(subnet.netuid for subnet in await read(client, "subnets"))
    await execute(client, bt.BurnedRegister(netuid=netuid, hotkey_ss58=BOB.hotkey.ss58_address), BOB)
    assert await read(client, "uid", netuid=netuid, hotkey_ss58=BOB.hotkey.ss58_address) == 1
