"""What owners and validators arrange: identities, takes, children, proxies, auto-stake."""

import pytest
from people import make_wallet, succeed, tao

try:
    from bittensor import SubnetIdentity
except ImportError:
    from bittensor.core.chain_data import SubnetIdentity


def identity(name):
    fields = SubnetIdentity.__dataclass_fields__
    return SubnetIdentity(**{field: name if field == "subnet_name" else "" for field in fields})


@pytest.mark.calls("set_subnet_identity")
def test_the_name_of_a_subnet(subtensor, netuid, alice, bob):
    succeed(subtensor.set_subnet_identity(alice, netuid, identity("meadow")))
    assert subtensor.subnet(netuid).subnet_identity.subnet_name == "meadow"
    assert not subtensor.set_subnet_identity(bob, netuid, identity("mine")).success


@pytest.mark.calls("root_register", "set_delegate_take", "get_delegate_take", "get_delegate_by_hotkey")
def test_a_take(subtensor, neurons, bob):
    succeed(subtensor.set_delegate_take(bob, bob.hotkey.ss58_address, 0.1))
    assert subtensor.get_delegate_take(bob.hotkey.ss58_address) == pytest.approx(0.1, abs=0.001)
    assert subtensor.get_delegate_by_hotkey(bob.hotkey.ss58_address).owner_ss58 == bob.coldkeypub.ss58_address


@pytest.mark.calls("set_children", "get_children", "get_children_pending", "get_parents")
def test_a_child(subtensor, netuid, neurons, bob, charlie):
    hotkey = bob.hotkey.ss58_address
    succeed(subtensor.set_children(bob, netuid, hotkey, [(0.5, charlie.hotkey.ss58_address)]))
    for _ in range(3):
        found, children, _message = subtensor.get_children(hotkey, netuid)
        if children:
            break
        subtensor.wait_for_block(subtensor.get_current_block() + 20)
    assert found and [(round(share, 3), child) for share, child in children] == [(0.5, charlie.hotkey.ss58_address)]
    assert [parent for _share, parent in subtensor.get_parents(charlie.hotkey.ss58_address, netuid)] == [hotkey]


@pytest.mark.calls("add_proxy", "proxy", "get_proxies_for_real_account", "remove_proxy")
def test_a_proxy(subtensor, charlie, alice, wallets):
    friend = make_wallet("//Friend", wallets)
    succeed(subtensor.transfer(alice, friend.coldkeypub.ss58_address, tao(5), wait_for_finalization=True))
    succeed(subtensor.add_proxy(charlie, friend.coldkeypub.ss58_address, "Transfer", 0))
    proxies, deposit = subtensor.get_proxies_for_real_account(charlie.coldkeypub.ss58_address)
    assert [proxy.delegate for proxy in proxies] == [friend.coldkeypub.ss58_address] and deposit.rao > 0
    receiver = make_wallet("//Receiver//proxy", wallets).coldkeypub.ss58_address
    call = subtensor.compose_call("Balances", "transfer_keep_alive", {"dest": receiver, "value": tao(1).rao})
    succeed(subtensor.proxy(friend, charlie.coldkeypub.ss58_address, "Transfer", call))
    assert subtensor.get_balance(receiver) == tao(1)
    succeed(subtensor.remove_proxy(charlie, friend.coldkeypub.ss58_address, "Transfer", 0))


@pytest.mark.calls("set_auto_stake", "get_auto_stakes")
def test_auto_stake(subtensor, netuid, neurons, charlie, bob):
    succeed(subtensor.set_auto_stake(charlie, netuid, bob.hotkey.ss58_address))
    assert subtensor.get_auto_stakes(charlie.coldkeypub.ss58_address) == {netuid: bob.hotkey.ss58_address}


@pytest.mark.calls("set_root_claim_type", "get_root_claim_type")
def test_how_root_dividends_are_claimed(subtensor, bob):
    succeed(subtensor.set_root_claim_type(bob, "Keep"))
    assert "Keep" in str(subtensor.get_root_claim_type(bob.coldkeypub.ss58_address))


@pytest.mark.calls("query_identity")
def test_nobody_has_no_identity(subtensor, stranger):
    assert subtensor.query_identity(stranger.coldkeypub.ss58_address) is None
