"""Makes every call that the client of version 11 has an intent for, in an order in which each can succeed. One JSON line a call.

A call works when its transaction is in a block and its dispatch succeeded. What the client offers and is not tried here is
told as such.
"""

import asyncio
import json
import os
import sys
from hashlib import blake2b

import bittensor as bt
from bittensor import calls
from bittensor._transport.codec import multisig_account
from bittensor.intents import base
from bittensor.sp_core import Keypair

LIMIT = 60
# Adapters of the command line, which build no call of their own.
NOT_CALLS = {"MultisigIntentAdapter", "MultisigThreshold1IntentAdapter"}


class Wallet:
    """Keys in memory: all that an intent asks of a wallet."""

    def __init__(self, uri):
        self.coldkey = self.coldkeypub = Keypair.create_from_uri(uri)
        self.hotkey = Keypair.create_from_uri(uri + "_hk")
        self.name = uri
        self.cold, self.hot = self.coldkey.ss58_address, self.hotkey.ss58_address


ALICE, BOB, CHARLIE, NEW = Wallet("//Alice"), Wallet("//Bob"), Wallet("//Charlie"), Wallet("//New//11")
DAVE, EVE, FERDIE = Wallet("//Dave"), Wallet("//Eve"), Wallet("//Ferdie")
OTHER_HOTKEY = Keypair.create_from_uri("//Alice//other").ss58_address
NEXT_HOTKEY = Keypair.create_from_uri("//Alice//next").ss58_address
EVM = "0x" + "12" * 20


class Calls:
    """Executes intents and notes what became of each; of a call made twice the first failure counts."""

    def __init__(self, client):
        self.client = client
        self.outcomes = {}

    async def make(self, kind, wallet, /, *, extra=None, **arguments):
        try:
            intent = getattr(bt, kind)(**arguments)
            result = await asyncio.wait_for(self.client.execute(intent, wallet, **(extra or {})), LIMIT)
            reason = None if result.success else result.message
        except BaseException as error:
            result, reason = None, f"{type(error).__name__}: {error}"
        if self.outcomes.get(kind) is None:
            self.outcomes[kind] = reason
        return result if reason is None else None

    async def raw(self, call, wallet, **arguments):
        result = await asyncio.wait_for(self.client.submit_call(call, wallet, **arguments), LIMIT)
        assert result.success, result.message
        return result

    async def wait(self, blocks):
        await self.client.wait_for_block(await self.client.block() + blocks)


async def money(c):
    await c.make("Transfer", ALICE, dest_ss58=NEW.cold, amount_tao=50)
    for wallet in (ALICE, BOB):
        await c.make("Transfer", ALICE, dest_ss58=wallet.hot, amount_tao=5)
    await c.make("TransferAll", NEW, dest_ss58=BOB.cold)
    await c.make("FundEvmKey", ALICE, evm_address=EVM, amount_tao=1)
    pair = [{"op": "transfer", "dest_ss58": BOB.cold, "amount_tao": amount} for amount in (1, 2)]
    await c.make("Batch", ALICE, intents=pair)


async def subnets(c):
    made = []
    for _ in range(2):
        await c.make("RegisterSubnet", ALICE)
        made.append(max(subnet.netuid for subnet in await c.client.read("subnets")))
        await c.make("StartCall", ALICE, netuid=made[-1])
    return made


async def neurons(c, netuid):
    await c.make("BurnedRegister", BOB, netuid=netuid)
    # The call above went through the shield and took two nonces; the client counted one.
    c.client._substrate.raw.clear_nonce_cache_for_account(BOB.cold)
    await c.make("RootRegister", BOB)
    served = dict(netuid=netuid, ip="203.0.113.9", port=8091)
    await c.make("ServeAxon", BOB, **served)
    await c.make("ServePrometheus", BOB, **served)
    await c.wait(6)
    await c.make("ServeAxonTls", BOB, certificate="ab" * 32, **served)
    await c.wait(6)
    await c.make("ResetAxon", BOB, netuid=netuid)
    await c.make("AssociateHotkey", ALICE, hotkey_ss58=OTHER_HOTKEY)
    await c.make("SetWeights", ALICE, netuid=netuid, uids=[0, 1], weights=[1.0, 1.0])


async def stake(c, one, two):
    bob = dict(hotkey_ss58=BOB.hot)
    # More at once would move the price further than the client lets it.
    for _ in range(3):
        await c.make("AddStake", ALICE, netuid=one, amount_tao=5, **bob)
    await c.make("AddStakeLimit", ALICE, netuid=one, amount_tao=10, limit_price_rao=10**15, **bob)
    await c.make("RemoveStake", ALICE, netuid=one, amount_alpha=1, **bob)
    await c.make("RemoveStakeLimit", ALICE, netuid=one, amount_alpha=1, limit_price_rao=1, **bob)
    await c.make("SwapStake", ALICE, origin_netuid=one, dest_netuid=two, amount_alpha=1, **bob)
    moved = dict(origin_hotkey_ss58=BOB.hot, dest_hotkey_ss58=ALICE.hot, origin_netuid=one, amount_alpha=1)
    await c.make("MoveStake", ALICE, dest_netuid=one, **moved)
    await c.make("MoveSwapStake", ALICE, dest_netuid=two, slippage_protection=False, **moved)
    between = dict(origin_netuid=one, dest_netuid=one, amount_alpha=1)
    await c.make("TransferStake", ALICE, dest_coldkey_ss58=BOB.cold, **bob, **between)
    await c.make("SetAutoStake", ALICE, netuid=one, **bob)
    await c.make("StakeBurn", ALICE, netuid=one, amount_tao=5)
    await c.make("UnstakeAllAlpha", ALICE, **bob)
    await c.make("AddStake", ALICE, netuid=one, amount_tao=5, **bob)
    await c.make("UnstakeAll", ALICE, **bob)
    root = await c.client.compose(calls.AdminUtils.sudo_set_subtoken_enabled(netuid=0, subtoken_enabled=True))
    await c.raw(calls.Sudo.sudo(call=root), ALICE)
    await c.make("AddStake", BOB, netuid=0, amount_tao=10, **bob)
    await c.make("ClaimRoot", BOB, subnets=[one])
    await c.make("SetRootClaimThreshold", ALICE, threshold=0.005)


async def takes(c, netuid):
    await c.make("DecreaseTake", BOB, take=0.1)
    await c.wait(21)
    await c.make("IncreaseTake", BOB, take=0.12)
    await c.wait(21)
    await c.make("SetTake", BOB, take=0.15)
    await c.make("SetChildkeyTake", BOB, netuid=netuid, take=0.1)
    await c.make("SetChildren", BOB, netuid=netuid, children=[[0.5, ALICE.hot]])


async def owner(c, netuid):
    await c.make("SetIdentity", ALICE, name="Alice", url="https://example.org")
    await c.make("SetSubnetIdentity", ALICE, netuid=netuid, subnet_name="eleven", subnet_url="https://example.org")
    await c.make("UpdateSymbol", ALICE, netuid=netuid, symbol="\u05d0")
    await c.make("SetHyperparameter", ALICE, netuid=netuid, name="immunity_period", value=4000)
    await c.make("TrimSubnet", ALICE, netuid=netuid, max_n=128)
    await c.make("SetMechanismCount", ALICE, netuid=netuid, mechanism_count=2)
    await c.make("SetSubnetEmissionEnabled", ALICE, netuids=[netuid], enabled=True)
    await c.make("SwapHotkey", ALICE, new_hotkey_ss58=NEXT_HOTKEY, netuid=netuid)


async def commits(c, netuid):
    """Weights that are hidden first: by a beacon, and by a salt of one's own."""
    await c.raw(calls.Sudo.sudo(call=await c.client.compose(
        calls.AdminUtils.sudo_set_commit_reveal_weights_enabled(netuid=netuid, enabled=True))), ALICE)
    await c.make("CommitWeights", ALICE, netuid=netuid, uids=[0], weights=[1.0])
    salt = [1, 2, 3]
    committed = calls.SubtensorModule.commit_weights(netuid=netuid, commit_hash=commit_hash(netuid, salt))
    await c.raw(committed, ALICE, signer="hotkey")
    await c.client.wait_for_epoch(netuid)
    await c.make("RevealWeights", ALICE, netuid=netuid, uids=[0], weights=[1.0], salt=salt)


def commit_hash(netuid, salt):
    """blake2-256 of (hotkey, netuid, uids, values, salt, version key) in SCALE."""
    u16s = lambda values: bytes([len(values) << 2]) + b"".join(v.to_bytes(2, "little") for v in values)
    content = ALICE.hotkey.public_key + netuid.to_bytes(2, "little") + u16s([0]) + u16s([65535]) + u16s(salt) + bytes(8)
    return "0x" + blake2b(content, digest_size=32).hexdigest()


async def proxies(c):
    await c.make("AddProxy", ALICE, delegate_ss58=BOB.cold, proxy_type="Any")
    await c.make("RemoveProxy", ALICE, delegate_ss58=BOB.cold, proxy_type="Any")
    await c.make("AddProxy", ALICE, delegate_ss58=BOB.cold, proxy_type="Any", delay=1)
    inner = dict(dest_ss58=CHARLIE.cold, amount_tao=1)
    call = await c.client.compose(calls.Balances.transfer_keep_alive(dest=CHARLIE.cold, value=10**9))
    call_hash = "0x" + blake2b(bytes(getattr(call, "data", call)), digest_size=32).hexdigest()
    await c.raw(calls.Proxy.announce(real=ALICE.cold, call_hash=call_hash), BOB)
    await c.wait(2)
    await c.make("ExecuteProxyAnnounced", BOB, delegate_ss58=BOB.cold, real_ss58=ALICE.cold, inner_op="transfer", inner_args=inner)
    await c.make("RemoveProxies", ALICE)
    made = await c.make("CreatePureProxy", ALICE, proxy_type="Any")
    if made:
        height, index = map(int, made.extrinsic_id.split("-"))
        pure = pure_of(made)
        await c.make("Transfer", ALICE, dest_ss58=pure, amount_tao=1)
        killed = dict(spawner_ss58=ALICE.cold, proxy_type="Any", index=0, height=height, ext_index=index)
        await c.make("KillPureProxy", ALICE, extra=dict(proxy_for=pure), **killed)


def pure_of(result):
    text = json.dumps(result.events, default=str) + json.dumps(result.data, default=str)
    start = text.index('"pure') if '"pure' in text else 0
    return next(word for word in text[start:].split('"') if word.startswith("5") and len(word) == 48)


async def multisigs(c):
    others, payment = [BOB.cold, CHARLIE.cold], {"op": "transfer", "dest_ss58": CHARLIE.cold, "amount_tao": 1}
    for threshold in (1, 2):
        await c.make("Transfer", ALICE, dest_ss58=multisig_address(threshold), amount_tao=5)
    await c.make("MultisigThreshold1", ALICE, other_signatories=others, call=payment)
    shared = dict(threshold=2, call=payment)
    opened = await c.make("MultisigApprove", ALICE, other_signatories=others, **shared)
    await c.make("MultisigExecute", BOB, other_signatories=[ALICE.cold, CHARLIE.cold], timepoint=timepoint(opened), **shared)
    opened = await c.make("MultisigApprove", ALICE, other_signatories=others, **shared)
    await c.make("MultisigCancel", ALICE, other_signatories=others, timepoint=timepoint(opened), **shared)


def multisig_address(threshold):
    return multisig_account([ALICE.cold, BOB.cold, CHARLIE.cold], threshold).ss58_address


def timepoint(result):
    height, index = map(int, result.extrinsic_id.split("-"))
    return {"height": height, "index": index}


async def crowdloans(c):
    terms = dict(deposit_tao=10, min_contribution_tao=1, target_ss58=CHARLIE.cold)
    end = await c.client.block() + 10_000
    await c.make("CreateCrowdloan", ALICE, cap_tao=100, end=end, **terms)
    first, second = dict(crowdloan_id=0), dict(crowdloan_id=1)
    await c.make("ContributeCrowdloan", BOB, amount_tao=5, **first)
    await c.make("UpdateCrowdloanCap", ALICE, new_cap_tao=90, **first)
    await c.make("UpdateCrowdloanEnd", ALICE, new_end=end + 1000, **first)
    await c.make("UpdateCrowdloanMinContribution", ALICE, new_min_contribution_tao=2, **first)
    await c.make("SetCrowdloanMaxContribution", ALICE, new_max_contribution_tao=50, **first)
    await c.make("WithdrawCrowdloan", BOB, **first)
    await c.make("ContributeCrowdloan", BOB, amount_tao=5, **first)
    await c.make("RefundCrowdloan", ALICE, **first)
    await c.make("DissolveCrowdloan", ALICE, **first)
    await c.make("CreateCrowdloan", ALICE, cap_tao=15, end=end, **terms)
    await c.make("ContributeCrowdloan", BOB, amount_tao=5, **second)
    await c.make("FinalizeCrowdloan", ALICE, **second)


async def absent(c, netuid):
    """What the chain lacks at spec 425, and what this network has not built."""
    await c.make("AddCollateral", ALICE, netuid=netuid, amount_alpha=1)
    await c.make("SetMinCollateral", ALICE, netuid=netuid, min_alpha=1)
    await c.make("StakeIntoBasket", ALICE, hotkey_ss58=BOB.hot, amount_tao=1)
    await c.make("SwapBasket", ALICE, hotkey_ss58=BOB.hot, origin_netuid=0, dest_netuid=netuid, amount=1)
    leg = {"origin_netuid": 0, "dest_netuid": netuid, "amount": 1}
    await c.make("SwapBasketMany", ALICE, hotkey_ss58=BOB.hot, legs=[leg])
    await c.make("PowRegister", ALICE, netuid=netuid, work_block=1, nonce=1, work_hex="0x" + "00" * 32)
    await c.make("ClaimRootWithHotkey", ALICE, hotkey_ss58=BOB.hot)
    await c.make("TrimNullSubnetBatch", ALICE, netuid=netuid, target=64)
    await c.make("LockStake", ALICE, netuid=netuid, amount_alpha=1)
    await c.make("MoveLock", ALICE, netuid=netuid, destination_hotkey_ss58=BOB.hot)
    await c.make("SetPerpetualLock", ALICE, netuid=netuid, enabled=True)
    await c.make("SetRejectLockedAlpha", ALICE, enabled=True)
    await c.make("AssociateEvmKey", ALICE, netuid=netuid, evm_key=EVM, block_number=1, signature="0x" + "00" * 65)
    await c.make("EvmWithdraw", ALICE, amount_tao=1)
    await c.make("RegisterLeasedNetwork", ALICE, emissions_share=10)
    await c.make("TerminateLease", ALICE, lease_id=0)


async def coldkeys(c):
    """Three coldkeys announce that another takes their place: one is replaced, one takes it back, one objects."""
    successor = {wallet: Wallet(f"{wallet.name}//next").cold for wallet in (DAVE, EVE, FERDIE)}
    for wallet, next_coldkey in successor.items():
        await c.make("AnnounceColdkeySwap", wallet, new_coldkey_ss58=next_coldkey)
    await c.make("DisputeColdkeySwap", FERDIE)
    await c.wait(51)
    await c.make("SwapColdkeyAnnounced", DAVE, new_coldkey_ss58=successor[DAVE])
    await c.wait(11)
    await c.make("ClearColdkeySwapAnnouncement", EVE)


async def main(url):
    client = bt.Client(url)
    await client.connect()
    c = Calls(client)
    try:
        await money(c)
        one, two = await subnets(c)
        for part in (neurons(c, one), stake(c, one, two), takes(c, one), proxies(c), multisigs(c), crowdloans(c), coldkeys(c)):
            await attempt(part)
        await attempt(owner(c, one))
        await attempt(commits(c, two))
        await attempt(absent(c, one))
    finally:
        for name in sorted(offered()):
            reason = c.outcomes.get(name, "not tried")
            tell({"name": name, "ok": reason is None, **({} if reason is None else {"reason": reason[:300]})})


async def attempt(part):
    """What a part of the run cannot go on after does not end the run."""
    try:
        await part
    except Exception as error:
        print(f"{part.__name__} broke off: {type(error).__name__}: {error}", file=sys.stderr, flush=True)


def offered():
    found = set()
    waiting = [base.Intent]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            found.add(kind.__name__)
    return {name for name in found if not name.startswith("_")} - NOT_CALLS


def tell(line):
    print("MYELIN-CALL " + json.dumps(line), flush=True)


asyncio.run(asyncio.wait_for(main(sys.argv[1]), 900))
# Closing may wait for ever where reads failed.
os._exit(0)
