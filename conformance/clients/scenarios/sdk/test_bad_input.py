"""Mistakes: a clear refusal, and the node goes on."""

import asyncio
import json
import os
import signal
import subprocess
import sys

import pytest
import websockets
from async_substrate_interface.errors import SubstrateRequestException
from people import make_wallet, succeed, tao


@pytest.mark.calls("metagraph", "get_subnet_hyperparameters", "subnet")
def test_a_subnet_that_does_not_exist(subtensor):
    assert subtensor.get_subnet_hyperparameters(4000) is None
    assert subtensor.subnet(4000) is None
    assert subtensor.get_metagraph_info(4000) is None


@pytest.mark.calls("burned_register", "add_stake")
def test_acting_on_a_subnet_that_does_not_exist(subtensor, alice):
    registered = subtensor.burned_register(alice, 4000)
    assert not registered.success and registered.message
    staked = subtensor.add_stake(alice, 4000, alice.hotkey.ss58_address, tao(1))
    assert not staked.success and "SubnetNotExists" in str(staked.message) + str(staked.error)


@pytest.mark.calls("transfer")
def test_a_wallet_without_money(subtensor, stranger, alice):
    response = subtensor.transfer(stranger, alice.coldkeypub.ss58_address, tao(1))
    assert not response.success and response.message


# Alice's address with the prefix of Polkadot.
FOREIGN = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"


@pytest.mark.calls("transfer")
def test_an_address_of_another_network(subtensor, alice):
    before = subtensor.get_balance(alice.coldkeypub.ss58_address)
    response = subtensor.transfer(alice, FOREIGN, tao(1))
    assert not response.success and response.message
    assert subtensor.get_balance(alice.coldkeypub.ss58_address) == before


def test_a_wallet_of_another_network(subtensor, alice, bob, monkeypatch):
    """A transaction signed for another genesis is refused by its signature, and costs nothing."""
    substrate = subtensor.substrate
    real = substrate.get_block_hash
    monkeypatch.setattr(substrate, "get_block_hash", lambda number=None: "0x" + "2f" * 32 if number == 0 else real(number))
    to = dict(dest=bob.coldkeypub.ss58_address, value=1000)
    call = substrate.compose_call("Balances", "transfer_keep_alive", to)
    before = subtensor.get_balance(alice.coldkeypub.ss58_address)
    extrinsic = substrate.create_signed_extrinsic(call=call, keypair=alice.coldkey, era="00")
    with pytest.raises(SubstrateRequestException, match="bad signature"):
        substrate.submit_extrinsic(extrinsic, wait_for_inclusion=True)
    assert subtensor.get_balance(alice.coldkeypub.ss58_address) == before


@pytest.mark.calls("set_weights")
def test_weights_of_a_stranger(subtensor, netuid, neurons, stranger):
    response = subtensor.set_weights(stranger, netuid, [0], [1.0], max_attempts=1)
    assert not response.success


async def test_arguments_of_the_wrong_type(url):
    async with websockets.connect(url) as socket:
        for params in (["not hex"], [7], [], {"key": 1}):
            await socket.send(json.dumps({"jsonrpc": "2.0", "id": "a1", "method": "state_getStorage", "params": params}))
            answer = json.loads(await socket.recv())
            assert answer["id"] == "a1" and answer["error"]["code"] == -32602, answer


async def test_clients_that_never_read(url):
    """Ten of them; the node serves the eleventh."""
    deaf = [await websockets.connect(url, max_queue=1) for _ in range(10)]
    for socket in deaf:
        for kind in ("NewHeads", "FinalizedHeads"):
            await socket.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": f"chain_subscribe{kind}", "params": []}))
    await asyncio.sleep(2)
    async with websockets.connect(url) as socket:
        await socket.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "system_health", "params": []}))
        assert "result" in json.loads(await asyncio.wait_for(socket.recv(), 5))
    for socket in deaf:
        socket.transport.abort()


KILLED = """
import sys
from bittensor import Balance, Subtensor
from bittensor_wallet import Keypair
client = Subtensor(network=sys.argv[1])
key = Keypair.create_from_uri("//Dave")
call = client.substrate.compose_call("Balances", "transfer_keep_alive", {"dest": sys.argv[2], "value": 1000})
for nonce in range(100):
    extrinsic = client.substrate.create_signed_extrinsic(call=call, keypair=key, nonce=nonce)
    client.substrate.submit_extrinsic(extrinsic)
    print(nonce, flush=True)
"""


def test_a_client_killed_in_the_middle(subtensor, url, wallets):
    """What it had sent arrives; the rest does not; the account works on."""
    receiver = make_wallet("//Receiver//killed", wallets).coldkeypub.ss58_address
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, url, receiver], stdout=subprocess.PIPE, env=dict(os.environ), text=True
    )
    sent = -1
    for line in process.stdout:
        sent = int(line)
        if sent == 5:
            process.send_signal(signal.SIGKILL)
            break
    process.wait(20)
    subtensor.wait_for_block(subtensor.get_current_block() + 3)
    arrived = subtensor.get_balance(receiver).rao // 1000
    assert sent + 1 <= arrived < 100
    dave = make_wallet("//Dave", wallets)
    succeed(subtensor.transfer(dave, receiver, tao(1), wait_for_finalization=True))
