"""Transactions that nobody but the block's author can read before they are in the block."""

import os

import pytest
from bittensor_drand import encrypt_mlkem768
from pace import unhurried  # noqa: F401
from people import succeed, tao


@pytest.mark.short
@pytest.mark.calls("add_stake(mev_protection)", "get_mev_shield_next_key")
def test_stake(subtensor, netuid, neurons, bob, unhurried):
    hotkey, coldkey = bob.hotkey.ss58_address, bob.coldkeypub.ss58_address
    assert len(subtensor.get_mev_shield_next_key()) == 1184
    before = subtensor.get_stake(coldkey, hotkey, netuid)
    response = succeed(subtensor.add_stake(bob, netuid, hotkey, tao(10), mev_protection=True))
    assert response.mev_extrinsic.is_success
    assert subtensor.get_stake(coldkey, hotkey, netuid) > before


@pytest.mark.calls("transfer(mev_protection)")
def test_transfer(subtensor, alice, stranger, unhurried):
    address = stranger.coldkeypub.ss58_address
    before = subtensor.get_balance(address)
    succeed(subtensor.transfer(alice, address, tao(2), mev_protection=True))
    assert subtensor.get_balance(address) == before + tao(2)


@pytest.mark.calls("transfer(mev_protection)")
def test_what_fails_inside_fails_in_the_clients_words(subtensor, bob, stranger, unhurried):
    response = subtensor.transfer(bob, stranger.coldkeypub.ss58_address, tao(10**9), mev_protection=True)
    assert not response.success


def submit(subtensor, wallet, ciphertext, period):
    call = subtensor.substrate.compose_call("MevShield", "submit_encrypted", dict(ciphertext=ciphertext))
    return subtensor.sign_and_send_extrinsic(call, wallet, period=period)


def test_a_malformed_envelope_is_refused(subtensor, alice, unhurried):
    refused = submit(subtensor, alice, os.urandom(40), period=8)
    assert not refused.success and "Custom error: 23" in str(refused.message)


def test_an_envelope_that_lives_long_is_refused(subtensor, alice, unhurried):
    sealed = encrypt_mlkem768(subtensor.get_mev_shield_next_key(), b"whatever", include_key_hash=True)
    refused = submit(subtensor, alice, sealed, period=64)
    assert not refused.success


def test_an_envelope_with_noise_inside_is_paid_for_and_changes_nothing(subtensor, alice, stranger, unhurried):
    sealed = encrypt_mlkem768(subtensor.get_mev_shield_next_key(), os.urandom(64), include_key_hash=True)
    before = subtensor.get_balance(stranger.coldkeypub.ss58_address)
    succeed(submit(subtensor, alice, sealed, period=8))
    assert subtensor.get_balance(stranger.coldkeypub.ss58_address) == before
