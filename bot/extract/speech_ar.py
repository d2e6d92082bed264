"""Reads Arabic attributions: «قال فلان إن», «ونقلت صحيفة عن مسؤول», «وفقا لمصادر», «وأضاف»."""

from __future__ import annotations

import re

from bot.extract.lexicon import Hit, forms
from bot.extract.speech import Act, Clause, Span, Speech
from bot.language.words import terms

_LONGEST = 22  # words of a speaker's name with their office
_LONGEST_FREE = 7  # where nothing but the next object ends the name
_HONOURS = ("احته", "موه", "عاليه", "امته", "لالته", "عادته")  # «سماحته», «سموه», «معاليه» ...
_QUOTES = frozenset("\"“”«»'‘’")
# Verbal nouns that begin an object, not a name: «اعتبرت توسيع ...», «أدان استهداف ...».
_MASDAR = re.compile(r"ت\w{1,2}ي\w$|است\w{2}ا\w$|ان\w{2}ا\w$|ا[فقعجخ]ت\w\w?ا\w?$")
_BY_MASDAR = re.compile(r"[بل](?:ال)?(?:ت\w{2}ي\w|ا\w{1,2}ا\w{1,2}|ات\w{2}ق\w{0,2}|قرار|خطو\w)$")
_TO_MEDIA = ("لل", "ل", "بال", "ب")


def read(clause: Clause) -> Speech | None:
    """Return the attribution of an Arabic sentence, ``None`` if it speaks for the outlet."""
    relay = _relay(clause)
    if relay:
        return relay
    medium = _medium(clause) or _outlet(clause)
    source = _according(clause)
    if source:
        quoted = _speech(clause, source, Act.SAY, medium)
        if quoted.speaker or quoted.refers:
            return quoted
        medium = medium or quoted.medium
    best: Speech | None = None
    for verb, act in [*_opening(clause), *clause.verbs()]:
        if _relative(clause, verb):
            continue
        found = _said(clause, verb, act, medium)
        if found and (found.speaker or found.refers or found.medium):
            best = found
            break
        best = best or found
    return best


def _opening(clause: Clause) -> list[tuple[Hit, Act]]:
    """«وبيّن», «وعبّر»: verbs only where they open the sentence, elsewhere "between", "via"."""
    first = clause.tokens[0].form if clause.tokens else ""
    if first in ("وبين", "بين"):
        return [(Hit(0, 1), Act.SAY)]
    return [(Hit(0, 1), Act.JUDGE)] if first in ("وعبر", "عبر") else []


def _relative(clause: Clause, verb: Hit) -> bool:
    """A verb behind «التي», «ما», «الذي كان» says something about a noun, not the sentence."""
    near = [token.form for token in clause.tokens[max(0, verb.start - 3) : verb.start]]
    if near and near[-1] in ("ما", "مما", "بما", "لما", "وما", "حسبما"):
        return True
    return any(form in ("التي", "الذي", "الذين", "والتي", "والذي") for form in near)


def _said(clause: Clause, verb: Hit, act: Act, medium: Span | None) -> Speech | None:
    """Return who says the words of one verb."""
    participle = clause.hits.starting("joints.participles", verb.start) is not None
    after = None if participle else _subject_after(clause, verb)
    if after:
        return _speech(clause, after, act, medium)
    before = _subject_before(clause, verb)
    if before:
        return _speech(clause, before, act, medium)
    if participle or _buried(clause, verb):
        return None
    return Speech(act, None, medium, refers=_without_subject(clause, verb))


def _without_subject(clause: Clause, verb: Hit) -> bool:
    """Tell «وأضاف أن», which leaves its subject to the sentence before, from a name not read."""
    at = verb.end
    while at < len(clause.tokens) and clause.tokens[at].form in ("،", ","):
        at += 1
    if at >= len(clause.tokens):
        return False
    form = clause.tokens[at].form
    lists = ("verbs.complementizers", "people.stops", "verbs.sources")
    linked = any(clause.hits.starting(name, at) for name in lists)
    return linked or form in _QUOTES or form in ("في", ":")


def _buried(clause: Clause, verb: Hit) -> bool:
    """Tell a verb deep in a sentence, whose subject stands elsewhere, from one that opens it."""
    words = [at for at in range(verb.start) if clause.tokens[at].is_word]
    return len(words) > 3


def _speech(clause: Clause, np: tuple[int, int], act: Act, medium: Span | None) -> Speech:
    start, end = np
    commentator = clause.any_in("people.commentators", start, min(end, start + 3))
    if _is_medium(clause, start, end):
        return Speech(act, None, _clean(clause, start, end))
    if clause.hits.starting("people.papers", start) and end - start <= 2:
        return Speech(act, None, medium, refers=True, paper=True, commentator=commentator)
    if clause.hits.starting("people.pronouns", start):
        return Speech(act, None, medium, refers=True)
    if _refers(clause, start, end):
        if clause.tokens[end - 1].form.endswith(_HONOURS) and end - start == 1:
            return Speech(act, None, medium, refers=True)
        pointer = frozenset(terms(clause.words(start, end), "ar"))
        where = _clean(clause, start, end)
        return Speech(act, where, medium, True, pointer, commentator=commentator)
    return Speech(act, _clean(clause, start, end), medium, commentator=commentator)


def _refers(clause: Clause, start: int, end: int) -> bool:
    """Tell «المسؤول» or «هو», which point back, from a name."""
    hit = clause.hits.starting("people.roles", start)
    definite = clause.tokens[start].form.lstrip("وفبل").startswith("ال") or end - start == 1
    return hit is not None and hit.end >= end and definite


def _is_medium(clause: Clause, start: int, end: int) -> bool:
    word = clause.hits.starting("media.words", start)
    name = clause.hits.starting("media.names", start)
    return word is not None or name is not None


def _subject_after(clause: Clause, verb: Hit) -> tuple[int, int] | None:
    """Return the subject behind its verb, as Arabic usually has it."""
    at = verb.end
    while at < len(clause.tokens) and clause.tokens[at].form in ("،", ","):
        at += 1
    if at >= len(clause.tokens) or (clause.in_quotes(at) and clause.tokens[at].form in _QUOTES):
        return None
    if clause.hits.starting("verbs.complementizers", at) and not _is_named(clause, at):
        return None
    if clause.tokens[at].form in ("في", "ب", "ل") or not clause.tokens[at].is_word:
        return None
    if clause.tokens[at].form == "بيان":
        at += 1  # «قال بيان الحكومة»: the government speaks
    if at >= len(clause.tokens) or _is_object(clause.tokens[at].form):
        return None
    end = _forward(clause, at)
    return (at, _with_name(clause, at, end)) if end > at else None


def _with_name(clause: Clause, start: int, end: int) -> int:
    """Return where «الرئيس الأمريكي، دونالد ترامب، ...» ends: behind the name between commas."""
    office = any(
        hit.start == start
        for name in ("people.roles", "people.offices")
        for hit in clause.hits[name]
    )
    if not office or end >= len(clause.tokens) or clause.tokens[end].form not in ("،", ","):
        return end
    close = end + 1
    while close < len(clause.tokens) and clause.tokens[close].is_word:
        if _is_stop(clause, close) or any(h.start == close for h, _ in clause.verbs()):
            return end
        close += 1
    bounded = close < len(clause.tokens) and clause.tokens[close].form in ("،", ",")
    return close if bounded and 2 <= close - end - 1 <= 4 else end


def _is_object(form: str) -> bool:
    return bool(_MASDAR.match(form) or _BY_MASDAR.match(form))


def _is_named(clause: Clause, at: int) -> bool:
    return clause.hits.starting("people.roles", at) is not None


def _forward(clause: Clause, at: int) -> int:
    """Return where a name that begins at ``at`` ends."""
    end, closed = at, False
    while end < len(clause.tokens) and end - at < _LONGEST:
        token = clause.tokens[end]
        if not token.is_word and not (token.form in _QUOTES and _short_quote(clause, end)):
            if token.form == "." and len(clause.tokens[end - 1].form) == 1:
                end += 1  # «م. عبدالله», «د. شوقي»
                continue
            closed = token.form != "." or end == len(clause.tokens) - 1
            break
        stop = clause.hits.starting("people.stops", end)
        if token.is_word and stop and _is_stop(clause, end) and not _of_many(clause, at, end):
            closed = True
            break
        if end > at and any(hit.start == end + 1 for hit in clause.hits["media.endings"]):
            closed = True
            break
        if end > at and (_reaches_medium(clause, end) or _opens_place(clause, at, end)):
            closed = True
            break
        verb = any(h.start == end for h, _ in clause.verbs())
        if end > at and (verb or _BY_MASDAR.match(token.form)):
            closed = True
            break
        end += 1
    return end if closed or end == len(clause.tokens) else at


def _of_many(clause: Clause, start: int, at: int) -> bool:
    """«عدد من الدول», «كثير من الخبراء»: «من» belongs to the name."""
    many = clause.tokens[start].form.lstrip("وف") in forms("ar", "people.many")
    return many and clause.tokens[at].form == "من" and at == start + 1


def _is_stop(clause: Clause, at: int) -> bool:
    """A stop counts as it stands or behind a conjunction, not without its article."""
    form = clause.tokens[at].form
    whole = (form, form[1:]) if form[:1] in ("و", "ف") else (form,)
    stops = forms("ar", "people.stops")
    for hit in clause.hits["people.stops"]:
        if hit.start == at:
            rest = [token.form for token in clause.tokens[at + 1 : hit.end]]
            if any(" ".join([first, *rest]) in stops for first in whole):
                return True
    return False


def _short_quote(clause: Clause, at: int) -> bool:
    """Tell the marks around one or two words of a name from those of a quotation."""
    start = clause.tokens[at].start
    return any(
        low <= start < high and clause.text.count(" ", low, high) <= 1
        for low, high in clause.quoted
    )


def _reaches_medium(clause: Clause, at: int) -> bool:
    """«لموقع ...», «لصحيفة ...» ends the speaker and begins the medium."""
    form = clause.tokens[at].form
    return form.startswith(_TO_MEDIA) and clause.hits.starting("media.words", at) is not None


def _opens_place(clause: Clause, start: int, at: int) -> bool:
    """«في» ends a name unless it belongs to an office («الباحث في الشؤون العسكرية»)."""
    if clause.tokens[at].form != "في":
        return False
    office = any(
        hit.start == start
        for name in ("people.roles", "people.commentators", "people.offices")
        for hit in clause.hits[name]
    )
    return not (office and (at - start <= 2 or _name_follows(clause, at + 1)))


def _name_follows(clause: Clause, at: int) -> bool:
    """Tell «في دار الحكومة سالم الكاتب»: a place and then a name, one part without an article."""
    end = at
    while end < len(clause.tokens) and clause.tokens[end].is_word and end - at < 6:
        verb = any(hit.start == end for hit, _ in clause.verbs())
        if verb or _is_stop(clause, end) or _BY_MASDAR.match(clause.tokens[end].form):
            break
        end += 1
    last = [token.form for token in clause.tokens[max(at, end - 2) : end]]
    return end - at >= 3 and not all(form.startswith("ال") for form in last)


def _subject_before(clause: Clause, verb: Hit) -> tuple[int, int] | None:
    """Return the subject before its verb: «لكن الرئيس ... يؤكد», «الرياض شددت»."""
    start = 0
    end = verb.start
    while end > 0 and clause.tokens[end - 1].form in (
        "قد",
        "لم",
        "لا",
        "ايضا",
        "من",
        "جهتها",
        "جهته",
    ):
        end -= 1
    if end == 0 or end > _LONGEST:
        return None
    for at in range(end - 1, -1, -1):
        token = clause.tokens[at]
        if not token.is_word and token.form not in _QUOTES:
            start = at + 1
            break
        if clause.hits.starting("joints.leaning", at) or token.form in ("ان", "فان", "وان", "انه"):
            start = at + 1
            break
    if start >= end or any(start <= h.start < end for h, _ in clause.verbs()):
        return None
    first = clause.tokens[start].form
    bare = first[1:] if first[:1] in "وف" else first
    noun = bare.startswith("ال") or clause.any_in("people.commentators", start, start + 1)
    return (start, end) if noun and end - start <= _LONGEST_FREE + 1 else None


def _according(clause: Clause) -> tuple[int, int] | None:
    """Return the source of «وفقا لـ», «بحسب», «نقلا عن»."""
    for hit in clause.hits["verbs.sources"]:
        at = hit.end
        if clause.in_quotes(hit.start) or at >= len(clause.tokens):
            continue
        if (
            clause.tokens[hit.end - 1].form.startswith("ل")
            and hit.end - hit.start == 2
            and not (clause.tokens[hit.start].form.endswith("علي"))
        ):
            at -= 1  # «وفقا لمصادر»: the source is written onto the preposition
        if clause.tokens[at].form in ("ما", "لما", "قوله", "وصفه", "تعبيره", "قولها"):
            continue
        if any(verb.start == at for verb, _ in clause.verbs()):
            continue
        end = _forward(clause, at)
        if end > at:
            return at, end
    return None


def _relay(clause: Clause) -> Speech | None:
    """Return «ونقلت صحيفة ... عن مسؤول ... قوله»: medium and speaker of one verb."""
    for verb, _ in clause.verbs():
        form = clause.tokens[verb.start].form.lstrip("وف")
        if form not in ("نقلت", "نقل", "نقلته", "نقلا"):
            continue
        about = next(
            (
                at
                for at in range(verb.end, min(verb.end + 9, len(clause.tokens)))
                if clause.tokens[at].form == "عن"
            ),
            None,
        )
        if about is None or about + 1 >= len(clause.tokens):
            continue
        end = _quoting(clause, about + 1) or _forward(clause, about + 1)
        if end > about + 1 and about > verb.end:
            medium = _clean(clause, verb.end, about)
            found = _speech(clause, (about + 1, end), Act.SAY, medium)
            return Speech(
                Act.SAY, found.speaker, medium, found.refers, commentator=found.commentator
            )
    return None


def _quoting(clause: Clause, at: int) -> int | None:
    """Return where «عن مهندس في المشروع قوله» comes to «قوله», with nothing but words between."""
    for end in range(at, min(at + 12, len(clause.tokens))):
        if clause.tokens[end].form in ("قوله", "قولها", "قولهم"):
            return end
        if not clause.tokens[end].is_word:
            return None
    return None


def _medium(clause: Clause) -> Span | None:
    """Return the outlet or platform that the words went through («لموقع ...», «على تويتر»)."""
    for hit in clause.hits["media.words"]:
        if clause.in_quotes(hit.start) and not _short_quote(clause, hit.start):
            continue
        form = clause.tokens[hit.start].form
        before = clause.tokens[hit.start - 1].form if hit.start else ""
        through = (
            form.startswith(_TO_MEDIA)
            or before in ("مع", "علي", "عبر", "عن")
            or before.startswith(("نقلت", "بثت", "نشرت", "اورد", "ذكرت"))
        )
        if through:
            return _medium_name(clause, hit)
    return None


def _outlet(clause: Clause) -> Span | None:
    """Return an outlet that no list has but whose name ends like one («لنوارس نيوز»)."""
    for hit in clause.hits["media.endings"]:
        at = hit.start - 1
        if at >= 0 and clause.tokens[at].form.startswith("ل") and len(clause.tokens[at].form) > 3:
            low, high = clause.span(at, hit.end)
            return low + 1, high
    return None


def _medium_name(clause: Clause, hit: Hit) -> Span | None:
    start, end = hit.start, hit.end
    if clause.tokens[start].form.endswith(("ته", "تها")):
        start = end  # «على منصته تروث سوشال»: the name alone
    while end < len(clause.tokens) and end - hit.end < 4:
        token = clause.tokens[end]
        quoted = token.form in _QUOTES and _short_quote(clause, end)
        if not quoted and (not token.is_word or clause.hits.starting("people.stops", end)):
            break
        if clause.hits.starting("verbs.complementizers", end):
            break
        if any(h.start == end for h, _ in clause.verbs()):
            break
        end += 1
    return _clean(clause, start, end) if end > hit.end else None


def _clean(clause: Clause, start: int, end: int) -> Span:
    """Return the span of a name without a written-on preposition and quotation marks around it."""
    while start < end - 1 and clause.tokens[start].form in _QUOTES:
        start += 1
    if end - start > 1 and clause.tokens[end - 1].form in _QUOTES:
        inside = clause.text[clause.tokens[start].start : clause.tokens[end - 2].end]
        if not any(mark in inside for mark in _QUOTES):
            end -= 1
    low, high = clause.span(start, end)
    word = clause.tokens[start].form
    if word.startswith("لل") and clause.hits.starting("media.words", start):
        return low, high
    written_on = clause.hits.starting("media.words", start) or (
        start > 0 and clause.tokens[start - 1].form in ("وفقا", "ووفقا", "طبقا", "نقلا", "استنادا")
    )
    if word[:1] in "لب" and written_on and len(word) > 3:
        low += 1
    return low, high
