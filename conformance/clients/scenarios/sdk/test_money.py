"""Money from account to account."""

import pytest
from bittensor import AsyncSubtensor, Balance
from people import make_wallet, succeed, tao

pytestmark = pytest.mark.short


@pytest.mark.calls("transfer", "get_transfer_fee")
def test_transfer(subtensor, alice, wallets):
    receiver = make_wallet("//Receiver//1", wallets).coldkeypub.ss58_address
    amount = Balance.from_rao(1_234_567_890)
    quoted = subtensor.get_transfer_fee(alice, receiver, amount)
    before = subtensor.get_balance(alice.coldkeypub.ss58_address)
    response = succeed(subtensor.transfer(alice, receiver, amount, wait_for_finalization=True))
    paid = before - subtensor.get_balance(alice.coldkeypub.ss58_address) - amount
    assert subtensor.get_balance(receiver) == amount
    assert paid == response.extrinsic_fee
    # The client quotes an immortal transaction and sends a mortal one: one byte more, one rao more.
    assert paid.rao == quoted.rao + 1


@pytest.mark.calls("transfer(transfer_all)")
def test_transfer_all(subtensor, alice, wallets):
    giver = make_wallet("//Giver", wallets)
    taker = make_wallet("//Taker", wallets).coldkeypub.ss58_address
    succeed(subtensor.transfer(alice, giver.coldkeypub.ss58_address, tao(2), wait_for_finalization=True))
    response = succeed(
        subtensor.transfer(giver, taker, None, transfer_all=True, keep_alive=False, wait_for_finalization=True)
    )
    assert subtensor.get_balance(giver.coldkeypub.ss58_address).rao == 0
    assert subtensor.get_balance(taker) == tao(2) - response.extrinsic_fee


@pytest.mark.calls("transfer")
def test_more_than_there_is(subtensor, alice, bob):
    before = subtensor.get_balance(bob.coldkeypub.ss58_address)
    response = subtensor.transfer(alice, bob.coldkeypub.ss58_address, tao(900_000_000), wait_for_finalization=True)
    assert not response.success
    assert "enough" in response.message.lower() or "balance" in response.message.lower()
    assert subtensor.get_balance(bob.coldkeypub.ss58_address) == before


@pytest.mark.calls("AsyncSubtensor.transfer")
async def test_transfer_of_the_asynchronous_client(url, alice, wallets):
    receiver = make_wallet("//Receiver//2", wallets).coldkeypub.ss58_address
    async with AsyncSubtensor(network=url) as client:
        succeed(await client.transfer(alice, receiver, tao(3), wait_for_finalization=True))
        assert await client.get_balance(receiver) == tao(3)
