"""A validator of the language subnet on Bittensor's own SDK: it reads a text of its own and pays who predicts it.

    python validator.py TEXT --url ws://127.0.0.1:9944 --netuid 2 --wallet python-validator --stake 100
"""

import argparse
import asyncio
import base64
import hashlib
import zlib
from typing import ClassVar, Optional

import bittensor as bt
import numpy as np

WINDOW, LANES, MEMORY = 64, 64, 0.92


class Predict(bt.Synapse):
    corpus: str
    part: int
    position: int
    lanes: int
    contexts: str
    distributions: Optional[str] = None
    required_hash_fields: ClassVar[tuple[str, ...]] = ("corpus", "part", "position", "lanes", "contexts")


def bits(answer, actual):
    """What each byte cost under an answer; 16 bits without a usable one."""
    try:
        raw = zlib.decompress(base64.b64decode(answer.distributions), -15)
        rows = np.frombuffer(raw, "<u2").reshape(LANES, 256)
        assert (rows.sum(axis=1) == 65_536).all() and (rows > 0).all()
        return -np.log2(rows[np.arange(LANES), actual] / 65_536)
    except Exception:
        return np.full(LANES, 16.0)


async def main(path: str, url: str, netuid: int, wallet: bt.Wallet, stake: float, rounds: int):
    text = np.fromfile(path, np.uint8)
    lanes = text[: len(text) // LANES * LANES].reshape(LANES, -1)
    corpus = hashlib.blake2b(text.tobytes(), digest_size=16).hexdigest()
    subtensor = bt.Subtensor(network=url)
    registered = subtensor.burned_register(wallet, netuid)
    assert registered.success, registered.message
    if stake > 0:
        staked = subtensor.add_stake(wallet, netuid, wallet.hotkey.ss58_address, bt.Balance.from_tao(stake))
        assert staked.success, staked.message
    counts, gains, last_set = np.ones(256), {}, 0
    async with bt.Dendrite(wallet=wallet) as dendrite:
        for position in range(WINDOW, min(lanes.shape[1], WINDOW + rounds)):
            graph = subtensor.metagraph(netuid)
            axons = [axon for axon in graph.axons if axon.is_serving and axon.hotkey != wallet.hotkey.ss58_address]
            contexts = base64.b64encode(lanes[:, position - WINDOW : position].tobytes()).decode()
            question = Predict(corpus=corpus, part=0, position=position, lanes=LANES, contexts=contexts)
            answers = await dendrite.forward(axons, question, deserialize=False, timeout=4)
            actual = lanes[:, position]
            plain = -np.log2(counts[actual] / counts.sum())
            np.add.at(counts, actual, 1)
            for axon, answer in zip(axons, answers):
                gain = float(np.mean(plain - bits(answer, actual)))
                gains[axon.hotkey] = MEMORY * gains.get(axon.hotkey, 0.0) + (1 - MEMORY) * gain
            scores = {graph.hotkeys.index(key): max(gain, 0.0) for key, gain in gains.items() if key in graph.hotkeys}
            print(f"round {position - WINDOW}: {({uid: round(score, 2) for uid, score in scores.items()})}", flush=True)
            if any(scores.values()) and graph.block - last_set > subtensor.tempo(netuid):
                done = subtensor.set_weights(wallet, netuid, list(scores), list(scores.values()), max_attempts=1)
                print(f"weights: {done.message if not done.success else 'set'}", flush=True)
                last_set = graph.block


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("text")
    parser.add_argument("--url", default="ws://127.0.0.1:9944")
    parser.add_argument("--netuid", type=int, default=2)
    parser.add_argument("--wallet", default="python-validator")
    parser.add_argument("--wallet-path", default="~/.bittensor/wallets")
    parser.add_argument("--stake", type=float, default=0, help="TAO to stake first; a permit needs some")
    parser.add_argument("--rounds", type=int, default=1_000_000)
    given = parser.parse_args()
    wallet = bt.Wallet(name=given.wallet, path=given.wallet_path)
    asyncio.run(main(given.text, given.url, given.netuid, wallet, given.stake, given.rounds))
