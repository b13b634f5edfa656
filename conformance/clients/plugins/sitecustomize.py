"""Loaded by every Python program that a run starts: none may depend on the Internet.

The SDK asks services there for this machine's own address. Here it gets one from the addresses kept for documentation.
"""

import importlib.abc
import importlib.util
import sys

MODULE = "bittensor.utils.networking"


class Offline(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the SDK's module, and replaces the one function in it."""

    def find_spec(self, name, path, target=None):
        if name != MODULE:
            return None
        sys.meta_path.remove(self)
        self.found = importlib.util.find_spec(name)
        return self.found and importlib.util.spec_from_loader(name, self, origin=self.found.origin)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        self.found.loader.exec_module(module)
        module.get_external_ip = lambda: "203.0.113.9"


sys.meta_path.insert(0, Offline())
