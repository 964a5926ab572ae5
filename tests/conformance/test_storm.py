"""As many seconds of weather as STORM says; `make nightly` has a minute, `make soak` ten."""

import os

from client import Client, gone
from storm import Storm


def test_nothing_is_lost_in_a_storm_and_nothing_is_left_of_it(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    client = Client(folder=folder)
    storm = Storm(client, folder, seed=1)
    storm.blow(seconds=int(os.environ.get("STORM", "12")))
    family = client.family()
    client.end()
    assert gone(family) == []
