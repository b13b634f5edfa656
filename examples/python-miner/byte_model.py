"""Counts of which byte follows which two, and distributions as the language subnet wants them."""

import base64
import zlib

import numpy as np

WHOLE = 65_536


class ByteModel:
    """Order 2 over order 1, both counted from what validators reveal."""

    def __init__(self):
        self.pairs = np.zeros((65_536, 256), np.uint16)
        self.singles = np.zeros((256, 256), np.uint32)
        self.learned = 0
        self.held = {}

    def answer(self, place, lanes, position, revealed):
        """Probabilities, lanes × 256, of the byte at `position`; learns the bytes that `revealed` adds."""
        fresh = np.frombuffer(revealed, np.uint8).reshape(lanes, -1)
        known, end = self.held.get(place, (fresh[:, :0], position - fresh.shape[1]))
        gap = position - fresh.shape[1] - end
        if gap > 0 or known.shape[1] + fresh.shape[1] < 2:
            self.held.pop(place, None)
            raise ValueError("the contexts do not continue those held here")
        new = fresh[:, -gap if gap < 0 else 0 :]
        text = np.concatenate([known, new], axis=1)
        self.learn(text, new.shape[1])
        self.held[place] = (text[:, -2:], position)
        return self.predict(text[:, -2], text[:, -1])

    def learn(self, text, count):
        for column in range(max(2, text.shape[1] - count), text.shape[1]):
            before, last, byte = text[:, column - 2].astype(int), text[:, column - 1], text[:, column]
            np.add.at(self.pairs, (before * 256 + last, byte), 1)
            np.add.at(self.singles, (last, byte), 1)
            self.learned += len(byte)

    def predict(self, before, last):
        single = self.singles[last] + 0.02
        single /= single.sum(axis=1, keepdims=True)
        pair = self.pairs[before.astype(int) * 256 + last] + 4 * single
        return pair / pair.sum(axis=1, keepdims=True)


def quantize(probabilities):
    """Whole numbers of 1/65,536, at least one each, that sum to 65,536 exactly."""
    ends = np.rint(np.cumsum(probabilities, axis=1) * (WHOLE - 256))
    ends[:, -1] = WHOLE - 256
    return (np.diff(ends, axis=1, prepend=0) + 1).astype("<u2")


def pack(probabilities):
    """Base64 of the deflated numbers."""
    deflate = zlib.compressobj(1, zlib.DEFLATED, -15)
    return base64.b64encode(deflate.compress(quantize(probabilities).tobytes()) + deflate.flush()).decode()
