"""Stake: in, out, and from place to place."""

import pytest
from people import succeed, tao


def stake_of(subtensor, wallet, netuid, hotkey=None):
    return subtensor.get_stake(wallet.coldkeypub.ss58_address, hotkey or wallet.hotkey.ss58_address, netuid)


@pytest.mark.short
@pytest.mark.calls("add_stake", "get_stake", "get_stake_info_for_coldkey", "unstake")
def test_in_and_out(subtensor, netuid, neurons, bob):
    before = stake_of(subtensor, bob, netuid)
    succeed(subtensor.add_stake(bob, netuid, bob.hotkey.ss58_address, tao(10)))
    more = stake_of(subtensor, bob, netuid)
    assert more > before
    held = {(info.hotkey_ss58, info.netuid): info.stake for info in subtensor.get_stake_info_for_coldkey(bob.coldkeypub.ss58_address)}
    assert held[(bob.hotkey.ss58_address, netuid)] >= more
    balance = subtensor.get_balance(bob.coldkeypub.ss58_address)
    succeed(subtensor.unstake(bob, netuid, bob.hotkey.ss58_address, (more - before).set_unit(netuid)))
    assert subtensor.get_balance(bob.coldkeypub.ss58_address) > balance


@pytest.mark.calls("add_stake(safe_staking)")
def test_a_price_limit_is_kept(subtensor, netuid, neurons, bob):
    before = stake_of(subtensor, bob, netuid)
    response = subtensor.add_stake(
        bob, netuid, bob.hotkey.ss58_address, tao(5000), safe_staking=True, rate_tolerance=0.001
    )
    assert not response.success
    assert "Price limit exceeded" in str(response.message) or "Custom error: 8" in str(response.message)
    # Emission may add a little meanwhile; five thousand TAO would not be a little.
    assert stake_of(subtensor, bob, netuid).tao < before.tao + 100
    succeed(
        subtensor.add_stake(
            bob, netuid, bob.hotkey.ss58_address, tao(5), safe_staking=True, rate_tolerance=0.5
        )
    )


@pytest.mark.calls("move_stake")
def test_to_another_hotkey(subtensor, netuid, neurons, bob, charlie):
    before = stake_of(subtensor, bob, netuid, charlie.hotkey.ss58_address)
    succeed(
        subtensor.move_stake(
            bob,
            origin_netuid=netuid,
            origin_hotkey_ss58=bob.hotkey.ss58_address,
            destination_netuid=netuid,
            destination_hotkey_ss58=charlie.hotkey.ss58_address,
            amount=tao(1).set_unit(netuid),
        )
    )
    assert stake_of(subtensor, bob, netuid, charlie.hotkey.ss58_address).tao == pytest.approx(before.tao + 1, abs=0.01)


@pytest.mark.calls("transfer_stake")
def test_to_another_coldkey(subtensor, netuid, neurons, bob, alice):
    before = stake_of(subtensor, alice, netuid, bob.hotkey.ss58_address)
    succeed(
        subtensor.transfer_stake(
            bob, alice.coldkeypub.ss58_address, bob.hotkey.ss58_address, netuid, netuid, tao(1).set_unit(netuid)
        )
    )
    assert stake_of(subtensor, alice, netuid, bob.hotkey.ss58_address).tao == pytest.approx(before.tao + 1, abs=0.01)


@pytest.mark.calls("swap_stake")
def test_to_root(subtensor, netuid, neurons, bob):
    """Closed until a root key opens it, as on the chain's own local network."""
    succeed(subtensor.root_register(bob))
    refused = subtensor.swap_stake(bob, bob.hotkey.ss58_address, netuid, 0, tao(2).set_unit(netuid))
    assert not refused.success and "SubtokenDisabled" in refused.message


@pytest.mark.calls("add_stake_burn")
def test_stake_that_is_burned(subtensor, netuid, neurons, alice):
    """Only the owner of a subnet may."""
    before = subtensor.get_balance(alice.coldkeypub.ss58_address)
    succeed(subtensor.add_stake_burn(alice, netuid, alice.hotkey.ss58_address, tao(3)))
    assert before - subtensor.get_balance(alice.coldkeypub.ss58_address) >= tao(3)


@pytest.mark.calls("unstake_all")
def test_all_of_it(subtensor, netuid, neurons, bob, charlie):
    hotkey = charlie.hotkey.ss58_address
    assert stake_of(subtensor, bob, netuid, hotkey).rao > 0
    succeed(subtensor.unstake_all(bob, netuid, hotkey, rate_tolerance=None))
    # An epoch may have paid a little since.
    assert stake_of(subtensor, bob, netuid, hotkey).tao < 0.01
