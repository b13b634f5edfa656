"""Pytest plugin: every test on a line of its own, for `pytest.ts` to read."""

import json
import os
import sys

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "calls(*names): the client's calls that the scenario makes")


def pytest_collection_modifyitems(config, items):
    """A run that goes on after one that broke off leaves out what has its outcome."""
    done = set(json.loads(os.environ.get("MYELIN_DONE", "[]")))
    left_out = [item for item in items if item.nodeid in done]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item.nodeid not in done]


def pytest_runtest_logstart(nodeid, location):
    write("MYELIN-STARTED", nodeid)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    report.calls = [name for marker in item.iter_markers("calls") for name in marker.args]


def pytest_collectreport(report):
    if report.failed:
        tell(report.nodeid, [], "failed", str(report.longrepr)[-600:])


def pytest_runtest_logreport(report):
    if report.when == "teardown" or (report.when == "setup" and report.passed):
        return
    tell(report.nodeid, report.calls, report.outcome, reason_of(report))


def reason_of(report):
    if report.failed:
        crash = getattr(report.longrepr, "reprcrash", None)
        where = f" ({os.path.basename(crash.path)}:{crash.lineno})" if crash else ""
        return (crash.message if crash else str(report.longrepr)).strip()[:600] + where
    if report.skipped:
        return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    return None


def tell(test, calls, outcome, reason):
    line = {"test": test, "calls": calls, "outcome": outcome, **({"reason": reason} if reason else {})}
    write("MYELIN-OUTCOME", line)


def write(mark, value):
    sys.__stdout__.write(f"\n{mark} {json.dumps(value)}\n")
    sys.__stdout__.flush()
