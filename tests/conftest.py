import pytest


def pytest_collection_modifyitems(items):
    """Side by side go files, whose tests share kernels, and the notebooks that are run from a fresh one, which share nothing."""
    for item in items:
        group = item.name if "runs_again" in item.name else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
