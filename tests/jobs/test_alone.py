"""One process at a time on an SQLite file."""

import subprocess
import sys
import time

import pytest

from bot.errors import StoreTakenError
from bot.jobs.alone import alone
from bot.testing.patience import PATIENCE

HOLD = """
import sys, time
from pathlib import Path
from bot.jobs.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_one_is_told_which_file_is_taken(tmp_path):
    file = tmp_path / "isnad.db"
    with alone(file), pytest.raises(StoreTakenError) as caught, alone(file):
        pass
    assert caught.value.values["place"] == str(file)


def test_the_file_is_free_again_afterwards(tmp_path):
    for _ in range(2):
        with alone(tmp_path / "isnad.db"):
            pass


def test_files_do_not_mix(tmp_path):
    with alone(tmp_path / "a.db"), alone(tmp_path / "b.db"):
        pass


def test_memory_is_never_taken():
    with alone(None), alone(None):
        pass


def test_a_process_that_was_killed_holds_nothing(tmp_path):
    file = tmp_path / "isnad.db"
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE)
    with process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(StoreTakenError), alone(file):
            pass
        process.kill()
        process.wait()
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        try:
            with alone(file):
                return
        except StoreTakenError:
            time.sleep(0.01)
    pytest.fail("still taken")
