"""What the server remembers of trajectories is bounded in number, age and bytes."""

from __future__ import annotations

from environment.server.episodes import Episodes
from tests.builders import picture

SHOWN = picture(80, 60, "red")
SIZE = len(SHOWN.data)


def test_the_one_that_rested_longest_is_forgotten_when_there_are_too_many() -> None:
    episodes = Episodes(number=2)
    episodes.begin("a", ())
    episodes.begin("b", ())
    assert episodes.get("a") is not None
    episodes.begin("c", ())
    assert episodes.get("b") is None
    assert episodes.get("a") is not None
    assert len(episodes) == 2


def test_one_too_old_is_forgotten() -> None:
    now = [0.0]
    episodes = Episodes(age_s=10, clock=lambda: now[0])
    episodes.begin("a", ())
    now[0] = 9.0
    assert episodes.get("a") is not None
    now[0] = 19.5
    assert episodes.get("a") is None


def test_pictures_are_bounded_in_bytes_and_a_finished_trajectory_gives_its_own_back() -> None:
    episodes = Episodes(size=3 * SIZE)
    first = episodes.begin("a", (SHOWN,))
    episodes.begin("b", (SHOWN,))
    episodes.add("a", first, (SHOWN,))
    assert len(episodes) == 2
    episodes.forget("b")
    episodes.begin("c", (SHOWN,))
    assert len(episodes) == 2
    episodes.begin("d", (SHOWN,))
    assert episodes.get("a") is None
    assert len(episodes) == 2


def test_a_trajectory_forgotten_while_its_call_runs_is_not_counted_again() -> None:
    episodes = Episodes(size=2 * SIZE)
    gone = episodes.begin("a", (SHOWN,))
    episodes.forget("a")
    episodes.add("a", gone, (SHOWN, SHOWN))
    episodes.begin("b", (SHOWN,))
    episodes.begin("c", (SHOWN,))
    assert len(episodes) == 2
    assert len(gone.pictures) == 3
