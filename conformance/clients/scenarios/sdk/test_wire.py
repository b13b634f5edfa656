"""Neurons talk: Python's dendrite with our axon, our dendrite with Python's axon."""

import socket
from typing import List, Optional

import aiohttp
import pytest
from bittensor import Axon, AxonInfo, Dendrite, Synapse

pytestmark = pytest.mark.short

WORDS = ["it's", "café\n"]


class Double(Synapse):
    input: int
    words: List[str]
    output: Optional[int] = None
    required_hash_fields: List[str] = ["input", "words"]


def info_of(our_axon):
    return AxonInfo(
        version=10_000_000,
        ip="127.0.0.1",
        port=our_axon["port"],
        ip_type=4,
        hotkey=our_axon["hotkey"],
        coldkey=our_axon["hotkey"],
    )


@pytest.mark.calls("Dendrite.forward")
async def test_our_axon_answers(our_axon, alice):
    async with Dendrite(wallet=alice) as dendrite:
        answer = await dendrite.forward(info_of(our_axon), Double(input=21, words=WORDS), deserialize=False, timeout=10)
    assert answer.dendrite.status_code == 200, answer.dendrite.status_message
    assert (answer.output, answer.words) == (42, WORDS[::-1])


@pytest.mark.calls("Dendrite.forward")
async def test_our_axon_refuses_what_is_meant_for_another(our_axon, alice):
    async with Dendrite(wallet=alice) as dendrite:
        wrong = info_of(our_axon)
        wrong.hotkey = alice.hotkey.ss58_address
        answer = await dendrite.forward(wrong, Double(input=1, words=[]), deserialize=False, timeout=10)
    assert answer.dendrite.status_code in (400, 401)
    assert answer.output is None


async def test_our_axon_refuses_who_does_not_sign(our_axon):
    async with aiohttp.ClientSession() as session:
        address = f"http://127.0.0.1:{our_axon['port']}/Double"
        async with session.post(address, json={"input": 1, "words": []}) as response:
            assert response.status in (400, 401)


@pytest.mark.calls("Dendrite.forward")
async def test_our_axon_knows_no_other_synapse(our_axon, alice):
    class Unknown(Synapse):
        pass

    async with Dendrite(wallet=alice) as dendrite:
        answer = await dendrite.forward(info_of(our_axon), Unknown(), deserialize=False, timeout=10)
    assert answer.dendrite.status_code == 404


@pytest.mark.calls("Axon.attach", "Axon.start")
def test_our_dendrite_asks(bob, ask_from_ours):
    def forward(synapse: Double) -> Double:
        synapse.output = 2 * synapse.input
        synapse.words = synapse.words[::-1]
        return synapse

    port = free_port()
    axon = Axon(wallet=bob, ip="127.0.0.1", port=port, external_ip="127.0.0.1", external_port=port)
    axon.attach(forward)
    axon.start()
    try:
        answer = ask_from_ours(port, bob.hotkey.ss58_address, 21)
    finally:
        axon.stop()
    assert answer["ok"], answer
    assert (answer["values"]["output"], answer["values"]["words"]) == (42, WORDS[::-1])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
