"""What in a person's message is to be read: links, files, or the text itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit
from urllib.request import url2pathname

from bot.article.urls import canonical, identity
from bot.language import sentences
from bot.model import Article, Brief, Source, SourceKind

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"«»“”]+", re.IGNORECASE)
TRAILING = ".,;:!?'\"،؛؟…*_"
PAIRS = {")": "(", "]": "[", "}": "{"}
FILE = re.compile(r"\.(?:html?|xhtml|txt|md|markdown)$", re.IGNORECASE)
PATH = re.compile(r"(?:~|\.{1,2})?/.")

PASTED_CHARS = 280  # shorter texts are talk, unless they hold two sentences of some length
PASTED_SENTENCES = 2
SHORT_CHARS = 120
MAX_SOURCES = 500  # of one message; how many of them may be read is a budget's


def in_message(
    text: str, files: Sequence[str] = (), marked: Sequence[str] = ()
) -> tuple[Source, ...]:
    """Return what a message gives to read, in order, each once.

    ``marked`` are the links that its platform knows of. Links and attached files win; a message
    without any that is longer than a few sentences is itself an article.
    """
    found = [Source(SourceKind.LINK, url) for url in (*marked, *links(text))]
    found += [Source(SourceKind.FILE, path) for path in files]
    if not found and is_article(text):
        found = [Source(SourceKind.TEXT, text)]
    first = {(source.kind, key(source)): source for source in reversed(found)}
    return tuple(source for source in found if first[source.kind, key(source)] is source)[
        :MAX_SOURCES
    ]


def key(source: Source) -> str:
    """Return what two sources share if they lead to the same text: a link without its trackers."""
    return identity(canonical(source.value)) if source.kind is SourceKind.LINK else source.value


def links(text: str) -> tuple[str, ...]:
    """Return the web links in a text, without the punctuation that follows them."""
    return tuple(dict.fromkeys(_trim(match.group()) for match in LINK.finditer(text)))


def _trim(url: str) -> str:
    while url:
        last = url[-1]
        if last in TRAILING or (last in PAIRS and url.count(last) > url.count(PAIRS[last])):
            url = url[:-1]
        else:
            break
    return url if "://" in url else f"https://{url}"


def is_article(text: str) -> bool:
    """Whether a text is long enough to be an article that a person pasted."""
    words = text.strip()
    if words.startswith("/"):
        return False
    return len(words) >= PASTED_CHARS or (
        len(words) >= SHORT_CHARS and len(sentences(words)) >= PASTED_SENTENCES
    )


def paths(words: Sequence[str], exists: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the words that are local files: there, or written like a path, a page or a text."""
    return tuple(
        word
        for word in words
        if not LINK.match(word)
        and not word.startswith("file:")
        and (exists(word) or _is_path(word))
    )


def own_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that a person wrote: no links and no names of files."""
    words = LINK.sub(" ", text).split()
    return tuple(word for word in words if not _is_path(word.strip("\"'")))


def _is_path(word: str) -> bool:
    return bool(FILE.search(word) or PATH.match(word))


def argument(word: str) -> Source:
    """Return what one command-line argument names: a link, or a file."""
    if re.match(r"[a-z][a-z0-9+.-]*://", word, re.IGNORECASE):
        return Source(SourceKind.LINK, word)
    return Source(SourceKind.FILE, word)


def of_brief(brief: Brief) -> tuple[Source, ...]:
    """Return what a brief was made of, to be read again."""
    return tuple(_again(article) for article in brief.story.articles)


def _again(article: Article) -> Source:
    if article.url.startswith("file://"):
        return Source(SourceKind.FILE, url2pathname(urlsplit(article.url).path))
    if "://" in article.url:
        return Source(SourceKind.LINK, article.url)
    text = "\n".join((article.title, *(p.text for p in article.paragraphs)))
    return Source(SourceKind.TEXT, text)
