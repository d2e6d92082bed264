"""Who said what: the claims that name a speaker, and what else the sources let people say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.model import Brief, Citation, Claim, Name
from bot.questions.book import Line, read
from bot.questions.offices import holders
from bot.questions.people import Match, Who, answers, is_named, same, who
from bot.questions.voices import Voice
from bot.story import called, media

_MOSTLY = 0.5  # of a sentence's letters in what a claim cites: it is told by the claim


@dataclass(frozen=True)
class Saying:
    """What somebody says: speaker <- medium <- the outlets of ``words``, which are verbatim.

    ``claim`` is the brief's own statement of it, where it has one. Without a speaker the medium
    says it.
    """

    speaker: Name | None
    medium: Name | None
    words: tuple[Citation, ...]
    claim: Claim | None = None

    @property
    def said_by(self) -> Name | None:
        """Who says it: the speaker, else the medium."""
        return self.speaker or self.medium


@dataclass(frozen=True)
class Speaker:
    """Somebody who says something in the sources, by the fullest name, with all of it."""

    name: Name
    sayings: tuple[Saying, ...]


def sayings(brief: Brief) -> tuple[Saying, ...]:
    """Return what is said: what the claims tell first, in their order, then the sources' order."""
    told = [_of_claim(claim) for claim in brief.claims if claim.speaker or claim.medium]
    return (*told, *_of_sources(read(brief.story).lines, told))


def _of_claim(claim: Claim) -> Saying:
    return Saying(claim.speaker, claim.medium, claim.citations, claim)


def _of_sources(lines: Iterable[Line], told: Sequence[Saying]) -> Iterator[Saying]:
    for line in lines:
        for part in line.spoken:
            words = line.cite(part.start, part.end)
            if part.voice.known and not any(_tells(one, part.voice, words) for one in told):
                language = line.passage.language
                speaker = name_of(part.voice.speaker, language)
                medium = name_of(part.voice.medium, language)
                yield Saying(speaker, medium, (trimmed(words),))


def name_of(words: str | None, language: str) -> Name | None:
    """Return the words of a source as a name that it writes in ``language``."""
    return Name(words, {language: words}) if words else None


def trimmed(words: Citation) -> Citation:
    """Return evidence without the spaces around it."""
    start = (words.start or 0) + len(words.quote) - len(words.quote.lstrip())
    quote = words.quote.strip()
    return Citation(words.paragraph, quote, start, start + len(quote))


def _tells(one: Saying, voice: Voice, words: Citation) -> bool:
    """Tell whether a claim already says a sentence for the same voice."""
    share = max((overlap(words, own) for own in one.words), default=0.0)
    return share >= _MOSTLY and _is_voice(one, voice)


def _is_voice(one: Saying, voice: Voice) -> bool:
    mine, theirs = one.said_by, voice.speaker or voice.medium
    if one.speaker is None or voice.speaker is None or mine is None or theirs is None:
        return True
    return same(who(mine.surface), who(theirs))


def overlap(one: Citation, other: Citation) -> float:
    """Return how much of the shorter of two pieces of evidence the other holds, 0 to 1."""
    if one.paragraph != other.paragraph or None in (one.start, other.start):
        return float(one.paragraph == other.paragraph and one.quote in other.quote)
    low, high = max(one.start or 0, other.start or 0), min(_end(one), _end(other))
    return max(0, high - low) / max(1, min(len(one.quote), len(other.quote)))


def _end(one: Citation) -> int:
    return (one.start or 0) + len(one.quote)


# --- by speaker ------------------------------------------------------------


@dataclass(frozen=True)
class Heard:
    """What the sources hold of somebody: what they say, or the words that only name them.

    ``outlet``: nobody of that name says anything, but an outlet that lets others speak is called
    so.
    """

    sayings: tuple[Saying, ...] = ()
    named: tuple[Citation, ...] = ()
    outlet: bool = False


def speakers(brief: Brief) -> tuple[Speaker, ...]:
    """Return everybody who says something, the most heard first."""
    groups: list[tuple[Who, list[Saying]]] = []
    for saying in sayings(brief):
        one = _who(saying)
        at = next((n for n, (lead, _) in enumerate(groups) if same(lead, one)), None)
        if at is None:
            groups.append((one, [saying]))
        else:
            groups[at] = max(groups[at][0], one, key=_fullness), [*groups[at][1], saying]
    found = [Speaker(_name(own), tuple(own)) for _, own in groups]
    return tuple(sorted(found, key=lambda one: -len(one.sayings)))


def heard(brief: Brief, query: str) -> Heard:
    """Return what somebody says, who is asked for by name, office, state or medium.

    Persons first; a state or an outlet also with those who speak for it or through it. Where
    nobody answers, the sentences that name them.
    """
    everybody = speakers(brief)
    said = [saying for one in everybody for saying in one.sayings]
    found = _by(everybody, query, Match.EXACT)
    found += [s for s in said if s.medium and _is_called(s.medium, query) and s not in found]
    found = found or _by(everybody, query, Match.RELATED)
    for holder in () if found else holders(query, read(brief.story).lines):
        found += _by(everybody, holder, Match.EXACT)
    if found:
        return Heard(tuple(found))
    own = [s for s in said if any(_is_outlet(brief, w, query) for w in s.words)]
    return Heard(tuple(own), _naming(brief, query), bool(own))


def _by(everybody: Iterable[Speaker], query: str, match: Match) -> list[Saying]:
    return [s for one in everybody if _answers(one, query) is match for s in one.sayings]


def _answers(one: Speaker, query: str) -> Match:
    named = (saying.said_by for saying in one.sayings if saying.said_by)
    forms = {form for name in named for form in (name.surface, *name.forms.values()) if form}
    return max((answers(query, form) for form in forms), default=Match.NONE)


def _is_called(name: Name, query: str) -> bool:
    return any(answers(query, form) for form in (name.surface, *name.forms.values()) if form)


def _is_outlet(brief: Brief, words: Citation, query: str) -> bool:
    article = brief.story.article(words.paragraph)
    forms = (called(article), article.origin, *article.outlet_forms.values())
    return any(answers(query, f) is Match.EXACT or media.same(query, f) for f in forms if f)


def _naming(brief: Brief, query: str) -> tuple[Citation, ...]:
    """Return the sentences that name somebody, each paragraph once."""
    lines = (line for line in read(brief.story).lines if is_named(query, line.passage.text))
    found: dict[str, Citation] = {}
    for line in lines:
        found.setdefault(line.passage.paragraph, line.cite())
    return tuple(found.values())


def _who(saying: Saying) -> Who:
    return who(saying.said_by.surface if saying.said_by else "")


def _fullness(one: Who, often: int = 0) -> tuple[int, int, int]:
    """Rank the ways in which one speaker is called: more names, the usual one, the shortest."""
    return sum(len(part.form.split()) for part in one.names), often, -len(one.surface)


def _name(own: Sequence[Saying]) -> Name:
    """Return the fullest name of a speaker with the fullest form that each language has."""
    named = [saying.said_by for saying in own if saying.said_by]
    surfaces = Counter(name.surface for name in named)
    forms = Counter((code, f) for name in named for code, f in name.forms.items() if f)
    return Name(
        max(surfaces, key=lambda f: _fullness(who(f), surfaces[f])),
        {
            code: max(
                (f for side, f in forms if side == code),
                key=lambda f: _fullness(who(f), forms[code, f]),
            )
            for code in {side for side, _ in forms}
        },
    )
