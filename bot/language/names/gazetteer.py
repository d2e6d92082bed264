"""Known names: the table of this package, and the territories and cities of the CLDR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TypeAlias

from babel import Locale

from bot.language.fold import folded
from bot.language.names.compounds import compounds
from bot.language.names.tokens import Token, bases, tokenize
from bot.language.tables import listed, split, table
from bot.language.words import stem, stopwords

_SECTIONS = ("people", "places", "organisations", "groups")
_TANWEEN = "\u064b"
_MANY = 4096  # words of which it is kept what they are

Entries: TypeAlias = tuple[tuple[tuple[str, ...], frozenset[str]], ...]
"""Forms of known names by their words, each with the keys of the names it stands for."""


@cache
def forms() -> Mapping[str, Entries]:
    """Return every form of every known name by its first word."""
    keys: dict[tuple[str, ...], set[str]] = {}
    for key, form in (*_own(), *_territories(), *_cities()):
        words = tuple(token.form for token in tokenize(form))
        if words:
            keys.setdefault(words, set()).add(key)
    for key, words in compounds():
        keys.setdefault(words, set()).add(key)
    shared: dict[frozenset[str], frozenset[str]] = {}  # most names have several forms
    found: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for words, names in keys.items():
        same = frozenset(names)
        found.setdefault(words[0], []).append((words, shared.setdefault(same, same)))
    return {first: tuple(entries) for first, entries in found.items()}


@cache
def arabic_forms(key: str) -> tuple[str, ...]:
    """Return the Arabic forms of a known name with no spaces, with and without articles."""
    return _arabic_by_key().get(key, ())


@cache
def _arabic_by_key() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for first, entries in forms().items():
        if not "\u0621" <= first[0] <= "\u06d3":
            continue
        for words, keys in entries:
            for key in keys:
                bare = [word.removeprefix("ال") if len(word) > 4 else word for word in words]
                found.setdefault(key, []).extend(("".join(words), "ال".join(bare)))
    return {key: tuple(dict.fromkeys(forms)) for key, forms in found.items()}


def _own() -> Iterator[tuple[str, str]]:
    data = table("names")
    for section in _SECTIONS:
        for key, forms in data[section].items():
            for form in split(forms):
                yield key, form.replace("_", " ")


def _territories() -> Iterator[tuple[str, str]]:
    """Yield the CLDR's territories in both languages, and the Arabic adjectives of single words."""
    for locale in ("en", "ar"):
        for code, name in Locale(locale).territories.items():
            if code.isdigit() and code in ("001",):  # "world"
                continue
            yield code, name
            if locale == "ar" and code.isalpha() and " " not in name:
                yield code, _adjective(folded(name))


def _adjective(name: str) -> str:
    """Return the nisba adjective of a country's Arabic name: روسيا, روسي."""
    for ending in ("يا", "ا", "ه"):
        if name.endswith(ending) and len(name) - len(ending) > 2:
            return f"{name[: len(name) - len(ending)]}ي"
    return f"{name}ي"


def _cities() -> Iterator[tuple[str, str]]:
    """Yield the cities that the CLDR names time zones after, in both languages."""
    english = Locale("en").time_zones
    for zone, names in Locale("ar").time_zones.items():
        area, _, tail = zone.rpartition("/")
        arabic = names.get("city")
        if not arabic or area in ("", "Etc") or "/" in tail:
            continue
        name = english.get(zone, {}).get("city") or tail.replace("_", " ")
        if name.lower() not in _ordinary_en():  # "Oral", "Nome"
            yield zone, name
            yield zone, arabic


# --- words that are no names -----------------------------------------------


def is_ordinary(token: Token) -> bool:
    """Tell whether a word is an ordinary one of its language, a title, or part of any name."""
    return _is_ordinary(token.form, token.arabic)


@lru_cache(maxsize=_MANY)
def _is_ordinary(form: str, arabic: bool) -> bool:
    if len(form) < 2 or form in _particles():
        return True
    if arabic:
        return not stopwords("ar").isdisjoint(bases(form)) or _is_ordinary_arabic(form)
    if form in stopwords("en") or form in titles("en") or form in _ordinary_en():
        return True
    if "'" in form:  # "we've", "don't"
        before = form.partition("'")[0]
        return before in stopwords("en") or before in _ordinary_en()
    return _is_derived(form)


def _is_ordinary_arabic(form: str) -> bool:
    """Tell an ordinary Arabic word by its stem, also with a pronoun written on ("خارجيتها")."""
    if stem(form) in _ordinary_ar():
        return True
    for pronoun in ("هما", "كما", "ها", "هم", "هن", "نا", "كم", "ه", "ي"):
        root = form.removesuffix(pronoun)
        if root != form and len(root) > 2:
            root = f"{root[:-1]}ه" if root.endswith("ت") else root
            return stem(root) in _ordinary_ar()
    return False


def metonyms(keys: Iterable[str]) -> frozenset[str]:
    """Return the states that these names may stand for: a capital for its government."""
    states = table("names")["metonyms"]
    return frozenset(states[key] for key in keys if key in states)


def _is_derived(form: str) -> bool:
    """Tell a word that an ending makes from an ordinary one: "Supporters", "Ratification"."""
    ordinary, endings = _ordinary_en(), _endings("endings", "en")
    for ending in endings if form.endswith(endings) else ():
        root = form[: len(form) - len(ending)]
        if not form.endswith(ending):
            continue
        if ending == "ing" and len(root) == 3 and f"{root}e" in ordinary:  # "timing", no "Manning"
            return True
        if len(root) < (3 if ending == "s" else 4):
            continue
        if root in ordinary or f"{root}e" in ordinary:
            return True
        if root[-1] == root[-2] and root[:-1] in ordinary:  # "planning"
            return True
        if root[-1] == "i" and f"{root[:-1]}y" in ordinary:  # "allies"
            return True
    if len(form) > 7 and form.endswith(_endings("endings", "en_sure")):
        return True
    again = next((form[len(one) :] for one in _AGAIN if form.startswith(one)), "")
    return len(again) > _PLANT and (again in ordinary or _is_derived(again))


@cache
def _endings(section: str, key: str) -> tuple[str, ...]:
    return split(table("names")[section][key])


def is_title(token: Token) -> bool:
    """Tell whether a word announces a name: "President", "الوزير"."""
    if token.arabic:
        return not titles("ar").isdisjoint(bases(token.form))
    return token.form in titles("en")


def is_given_name(form: str) -> bool:
    """Tell whether an Arabic word is a common given name, perhaps with "و" or "ل" written on."""
    return not given_names().isdisjoint(bases(form)[:2])


def is_family(given: Token, token: Token) -> bool:
    """Whether a definite word in ي behind a first name is the family's: سلوى النجمي."""
    return token.arabic and has_family_shape(token.form) and is_given_name(given.form)


def has_family_shape(form: str) -> bool:
    """Whether an Arabic word has the form of a family's name."""
    if not (form.endswith("ي") and form.startswith("ال") and len(form) > _NISBA):
        return False
    titled = not titles("ar").isdisjoint(bases(form))
    return not titled and form not in _RANKS and form not in stopwords("ar")


_AGAIN = ("re", "un", "mis", "non")  # before an ordinary word: "Replanting"
_PLANT = 4  # letters
_NISBA = 5  # letters of an article and a nisba ending with hardly a root between them
_RANKS = frozenset(("الثاني", "الحالي", "الماضي", "التالي"))


def is_weak(tokens: Sequence[Token]) -> bool:
    """Tell a known Arabic form that is an ordinary word as well, without a sign of the name.

    "قاعدة" is a base before it is an organisation: alone it is evidence where it stands in a
    source, but no name that a claim must find there.
    """
    if len(tokens) != 1 or not tokens[0].arabic:
        return False
    form = tokens[0].form
    if form in _definite() or (form[0] in "وفبلك" and form[1:] in _definite()):
        return True
    return not _weak().isdisjoint(bases(form))


def is_otherwise_written(tokens: Sequence[Token], text: str, last: int) -> bool:
    """Whether the letters as written show that the known name before token ``last`` is none.

    جده is his grandfather and no Jeddah, اليمنى the right and no Yemeni, مسقط رأسه no Muscat, and
    what takes an ending like ميتًا is declined as no name of that form.
    """
    token = tokens[last - 1]
    if not token.arabic:
        return False
    written = text[token.start : token.end].rstrip(_TANWEEN)
    if not written.endswith(_written().get(token.form, "")):
        return True
    after = tokens[last].form if last < len(tokens) else ""
    begins = _not_before().get(token.form)
    if begins and after.startswith(begins):
        return True
    declined = written.endswith("ا") and _TANWEEN in text[token.start : token.end + 1]
    return declined and (token.form,) in _names_in_a()


@cache
def _written() -> Mapping[str, str]:
    """Return the last letter as written by form, with the article and without."""
    words = split(table("names")["written"]["ar"])
    return {folded(f"{article}{word}"): word[-1] for word in words for article in ("", "ال")}


@cache
def _not_before() -> Mapping[str, str]:
    pairs = (pair.partition(":") for pair in split(table("names")["written"]["not_before"]))
    return {folded(name): folded(after) for name, _, after in pairs}


@cache
def _names_in_a() -> frozenset[tuple[str, ...]]:
    """Return the Arabic names of one word that end in an alef of their own: ميتا, Meta."""
    found = (words for entries in forms().values() for words, _ in entries)
    return frozenset(words for words in found if len(words) == 1 and words[0].endswith("ا"))


@cache
def _definite() -> frozenset[str]:
    return _folded(split(table("names")["definite"]["ar"]))


@cache
def _weak() -> frozenset[str]:
    return _folded(split(table("names")["weak"]["ar"]))


def has_foreign_shape(token: Token) -> bool:
    """Tell an Arabic word whose ending only names from other languages have: "نزارباييف"."""
    if len(token.form) < 6 or not token.form.endswith(foreign_endings()):
        return False
    return not token.form.startswith("ال") and not is_ordinary(token)


def foreign_endings() -> tuple[str, ...]:
    """Return the endings that in Arabic only names from other languages have."""
    return _endings("foreign", "ar")


def looks_like_verb(form: str) -> bool:
    """Tell a word that follows a title as its verb ("الرئيس يعبر") from a name."""
    if form.startswith(_endings("foreign", "verbs")) and not is_given_name(form):
        return True
    return len(form) < 6 and form[0] in "يتن" and not is_given_name(form)


@cache
def titles(language: str) -> frozenset[str]:
    """Return the words of a language that announce names, in comparison form."""
    return _folded(split(table("names")["titles"][language]))


@cache
def given_names() -> frozenset[str]:
    """Return the common Arabic given names, in comparison form."""
    return _folded(split(table("names")["given"]["ar"]))


@cache
def _particles() -> frozenset[str]:
    data = table("names")
    return _folded((*split(data["particles"]["en"]), *split(data["given"]["particles"])))


@cache
def _ordinary_en() -> frozenset[str]:
    data = table("numbers_en")  # a capital makes no name of a number
    runs = (data[kind][run] for kind in ("cardinals", "ordinals") for run in ("units", "tens"))
    return frozenset(listed("ordinary_en")).union(*map(split, runs))


@cache
def _ordinary_ar() -> frozenset[str]:
    return frozenset(listed("ordinary_ar"))


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for word in words)
