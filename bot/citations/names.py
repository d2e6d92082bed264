"""``names``: everyone and everything that a claim names is named in what it cites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.citations.evidence import Evidence
from bot.citations.prepared import Prepared, prepare
from bot.language.names import NameKind, NameMention
from bot.language.names.matching import Part, index, part_in, parts
from bot.model import Check, Claim, Finding, Label, Note

_BESIDE = 6  # characters between two parts of one name: "Huda al-Karmalawi"
_SURE = 2  # parts of a name that make a person


def names(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Names of each side and of the claim's own list, in any spelling and script."""
    return (*_listed(claim, evidence), *_sides(claim, evidence))


def _sides(claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    for language, text in claim.text.items():
        if text:
            yield from unsupported(prepare(text, language), evidence)


def unsupported(side: Prepared, evidence: Evidence) -> Iterator[Finding]:
    """Yield the names of one text that no cited passage has.

    A known name, or one in the source's own script, is surely absent. Another may be spelled out
    there, translated, or no name: that leaves a doubt, and none for an acronym across scripts.
    """
    own = bool(evidence.in_language(side.language))
    found = [[_stands(part, evidence) for part in parts(name.surface)] for name in side.names]
    for at, (name, stands) in enumerate(zip(side.names, found, strict=True)):
        if all(stands) or _begins(name, stands):
            continue
        if not own and (_ends(side.names, found, at) or _is_faint(name, stands)):
            continue
        sure = name.kind is NameKind.KNOWN or (own and name.kind is not NameKind.ACRONYM)
        label = Label.UNSUPPORTED if sure else Label.UNCLEAR
        note = Note("check.names.absent", {"name": name.surface})
        yield Finding(Check.NAMES, label, note, side.language)


def _ends(names: Sequence[NameMention], found: Sequence[list[bool]], at: int) -> bool:
    """Whether the family name stands there: the given name may be spelled in too many ways."""
    if len(found[at]) > 1 and found[at][-1]:
        return True
    beside = at + 1 < len(names) and names[at + 1].start - names[at].end < _BESIDE
    return beside and all(found[at + 1])


def _is_faint(name: NameMention, stands: list[bool]) -> bool:
    """Whether a name across scripts is too faint to ask for: an acronym, a word after a title."""
    lone = name.kind is NameKind.TITLED and len(stands) == 1
    return lone or name.kind is NameKind.ACRONYM


def _begins(name: NameMention, stands: Sequence[bool]) -> bool:
    """Whether all but the last of an Arabic name's words stand there: that one may be no name."""
    long = len(name.surface.split()) > _SURE
    return name.kind is NameKind.TITLED and long and len(stands) > 1 and all(stands[:-1])


def _stands(part: Part, evidence: Evidence) -> bool:
    """Whether one part of a name is in a cited passage, or in what is known of its article."""
    return any(
        part_in(part, index(text))
        for passage in evidence.passages
        for text in (passage.prepared.text, passage.about)
        if text
    )


def _listed(claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    """Yield the speaker, the medium and the names of the claim that stand in no cited passage."""
    speakers = [one for one in (claim.speaker, claim.medium) if one]
    for name in (*speakers, *claim.names):
        pieces = parts(name.surface)
        if not pieces or not all(_stands(part, evidence) for part in pieces):
            key = "check.names.speaker" if name in speakers else "check.names.absent"
            yield Finding(Check.NAMES, Label.UNSUPPORTED, Note(key, {"name": name.surface}))
