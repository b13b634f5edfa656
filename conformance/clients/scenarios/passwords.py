"""Passwords of wallets in the environment, where Bittensor's library keeps them masked."""

import ctypes
import os


def environment_with(name):
    """Python's copy of the environment does not see what a library written in Rust puts there; the C library does."""
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    return {**os.environ, name: getenv(name.encode()).decode()}
