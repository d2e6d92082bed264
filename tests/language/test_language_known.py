"""What is known of a word is told once, and what an object works out stays with it."""

from bot.language.known import Known
from bot.language.lazy import lazy


def test_a_word_is_told_once() -> None:
    told: list[str] = []

    def tell(word: str) -> int:
        told.append(word)
        return len(word)

    known = Known(tell)
    assert [known["port"], known["pier"], known["port"]] == [4, 4, 4]
    assert told == ["port", "pier"]


def test_no_more_words_are_kept_than_a_story_has() -> None:
    known = Known(len)
    for n in range(10_000):
        assert known[str(n)] == len(str(n))
    assert len(known) <= 4096


class _Text:
    def __init__(self) -> None:
        self.times = 0

    @lazy
    def words(self) -> int:
        """How many words there are."""
        self.times += 1
        return 7


def test_a_property_is_worked_out_when_first_asked_for() -> None:
    text = _Text()
    assert text.times == 0
    assert (text.words, text.words, text.times) == (7, 7, 1)


def test_each_object_has_its_own() -> None:
    one, other = _Text(), _Text()
    assert one.words == other.words
    assert (one.times, other.times) == (1, 1)


def test_the_class_shows_what_the_property_says() -> None:
    assert _Text.words.__doc__ == "How many words there are."
