"""The only table of commands. Help, menus and manifests are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot import __version__, render
from bot.app import App, Command
from bot.chats import BOTH, LENGTHS, ChatState, read_state, remember
from bot.desk import Job
from bot.drafts import check_draft
from bot.model import (
    Action,
    Block,
    BlockKind,
    Brief,
    MenuEntry,
    Message,
    Note,
    Post,
    Source,
    SourceKind,
    Span,
)
from bot.sources import in_message, of_brief
from prompts import language_name, languages, text

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


async def help(app: App, message: Message, argument: str) -> Post:
    """List what can be sent and every command of this platform."""
    language = app.language(message)
    lines = [text("command.title", language), text("command.send", language)]
    entries = []
    for entry in menu(message.chat.platform):
        usage = render.field(f"/{entry.name} {entry.argument}".strip(), language)
        spans = (Span(f"{usage}: "), Span(entry.help[language]))
        entries.append(Block(BlockKind.ITEM, spans, language))
    return Post((*render.plain_post(lines, language).blocks, *entries), quiet=True)


async def start(app: App, message: Message, argument: str) -> Post:
    """Say what Isnad is and how to begin."""
    language = app.language(message)
    lines = [text("chat.welcome_chat", language)]
    if app.tools.writer is None:
        lines.append(text("chat.engine_extractive", language))
    return render.plain_post(lines, language)


# --- making briefs ---------------------------------------------------------


async def brief(app: App, message: Message, argument: str) -> Post | None:
    """Brief the links, files or text that follow the command."""
    found = in_message(argument, message.files, message.links)
    if not found:
        return say(app, message, "chat.brief_usage")
    await app.desk.brief(Job(message, found, app.language(message)))
    return None


async def add(app: App, message: Message, argument: str) -> Post | None:
    """Make the brief that is answered, else the last one, again with more links."""
    before = await _meant(app, message)
    if before is None:
        return say(app, message, "chat.no_brief")
    more = in_message(argument, message.files, message.links)
    if not more:
        return say(app, message, "chat.add_usage")
    found = tuple(dict.fromkeys((*of_brief(before), *more)))
    await app.desk.brief(Job(message, found, app.language(message), before.id))
    return None


async def retry(app: App, message: Message, argument: str) -> Post | None:
    """Make a brief again; the new one takes the old one's place, with a dated note."""
    state = await read_state(app.tools.store, message.chat)
    slot, before = await _shown(app, message, state)
    if before is None:
        return say(app, message, "chat.no_brief")
    found = state.sources if slot == state.slot else of_brief(before)
    job = Job(message, found or of_brief(before), app.language(message), before.id, slot=slot)
    await app.desk.brief(job)
    return None


async def cancel(app: App, message: Message, argument: str) -> Post | None:
    """Stop what is under way in this chat; each placeholder says that it was stopped."""
    stopped = await app.desk.cancel(message.chat)
    return None if stopped else say(app, message, "chat.nothing_running")


async def _meant(app: App, message: Message) -> Brief | None:
    """Return the brief that a message answers, else the chat's last."""
    store = app.tools.store
    answered = message.reply_to and await store.brief_at(message.chat, message.reply_to)
    return answered or await store.last_brief(message.chat)


async def _shown(app: App, message: Message, state: ChatState) -> tuple[str | None, Brief | None]:
    """Return the post that a message answers (or whose button it is) and its brief, or the last."""
    store = app.tools.store
    found = await store.outbox.at(message.chat, message.reply_to) if message.reply_to else None
    if found is not None and found[1] is not None:
        return found[0], await store.brief(found[1], message.chat)
    return state.slot, await store.last_brief(message.chat)


# --- the last brief --------------------------------------------------------


async def source(app: App, message: Message, argument: str) -> Post:
    """Show the paragraph behind a citation of the chat's last brief."""
    return await _of_citation(app, message, argument, render.source_post)


async def why(app: App, message: Message, argument: str) -> Post:
    """Show the checks of the claims that rest on a citation, and the words that carry them."""
    return await _of_citation(app, message, argument, render.why_post)


async def _of_citation(
    app: App, message: Message, argument: str, show: Callable[[Brief, int, str], Post | None]
) -> Post:
    brief = await _meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    if not argument.strip("[] ").isdecimal():
        return say(app, message, "chat.source_usage", command=message.text.split()[0])
    post = show(brief, int(argument.strip("[] ")), app.language(message))
    return post or say(app, message, "chat.no_source", n=len(render.numbering(brief)))


async def sources(app: App, message: Message, argument: str) -> Post:
    """List the articles of the chat's last brief."""
    brief = await _meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    language = app.language(message)
    return Post(tuple(render.source_block(a, language) for a in brief.story.articles))


async def check(app: App, message: Message, argument: str) -> Post:
    """Hold a text against the sources of the chat's last brief, sentence by sentence."""
    brief = await _meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    if not argument:
        return say(app, message, "chat.check_usage")
    claims = await check_draft(argument, brief.story, app.tools.judge)
    judged = app.tools.judge is not None
    return render.draft_post(claims, brief.story, app.language(message), judged)


# --- the chat's choices ----------------------------------------------------


async def lang(app: App, message: Message, argument: str) -> Post | None:
    """Choose the sides of a brief; the last one is shown again so."""
    language = app.language(message)
    choices = (*app.desk.languages, BOTH)
    if argument not in choices:
        return say(app, message, "chat.lang_usage", choices="|".join(choices))
    await remember(app.tools.store, message.chat, side=argument)
    if await _again(app, message):
        return None
    side = text("action.both", language)
    if argument != BOTH:
        side = language_name(argument, language)
    return say(app, message, "chat.lang_set", side=side)


async def length(app: App, message: Message, argument: str) -> Post | None:
    """Choose short or full briefs; the last one is shown again so."""
    if argument not in LENGTHS:
        return say(app, message, "chat.length_usage")
    await remember(app.tools.store, message.chat, length=argument)
    if await _again(app, message):
        return None
    return say(app, message, f"chat.length_{argument}")


async def _again(app: App, message: Message) -> bool:
    """Show the brief that is meant as the chat now wants it; whether there is one."""
    state = await read_state(app.tools.store, message.chat)
    slot, brief = await _shown(app, message, state)
    if brief is not None:
        await app.desk.show(brief, slot, message.place, app.language(message))
    return brief is not None


async def links(app: App, message: Message, argument: str) -> Post:
    """Choose whether every link that is posted in a group is briefed."""
    if argument not in {"every", "addressed"}:
        return say(app, message, "chat.links_usage")
    await remember(app.tools.store, message.chat, every_link=argument == "every")
    return say(app, message, f"chat.links_{argument}")


async def status(app: App, message: Message, argument: str) -> Post:
    """Say what is under way, and this chat's choices."""
    language = app.language(message)
    state = await read_state(app.tools.store, message.chat)
    here, everywhere = [sum(await app.tools.store.tasks.counts(c)) for c in (message.chat, None)]
    model = "status.no_model" if app.tools.writer is None else "status.model"
    sides = ", ".join(state.sides(app.desk.languages))
    lines = [
        text("status.version", language, version=__version__),
        text(model, language),
        text("status.running", language, here=here, all=everywhere),
        text("status.sides", language, sides=sides, length=state.length),
    ]
    return replace(render.plain_post(lines, language), quiet=True)


async def forget(app: App, message: Message, argument: str) -> Post:
    """Delete everything of this chat, after asking."""
    language = app.language(message)
    if argument != "yes":
        sure = Action(text("action.forget", language), "/forget yes")
        return replace(say(app, message, "chat.forget_ask"), actions=(sure,))
    await app.desk.cancel(message.chat)
    await app.tools.store.forget(message.chat)
    return say(app, message, "chat.forgotten")


def say(app: App, message: Message, key: str, **values: object) -> Post:
    """Return one sentence for the person who asked."""
    post = render.problems_post([Note(key, values)], app.language(message))
    return replace(post, quiet=True)


# --- the terminal's own ----------------------------------------------------


async def sample(app: App, message: Message, argument: str) -> None:
    """Brief the story that comes with Isnad."""
    pages = sorted(str(path) for path in SAMPLES.glob("*.html"))
    found = tuple(Source(SourceKind.FILE, page) for page in pages)
    await app.desk.brief(Job(message, found, app.language(message)))


def table() -> Mapping[str, Command]:
    """Return every command by its name, in the order in which help shows them."""
    terminal = frozenset({"console"})
    commands = [
        Command("start", start),
        Command("help", help),
        Command("brief", brief, "LINKS"),
        Command("add", add, "LINKS"),
        Command("sources", sources),
        Command("source", source, "N"),
        Command("why", why, "N"),
        Command("check", check, "TEXT"),
        Command("lang", lang, "ar|en|both"),
        Command("length", length, "short|full"),
        Command("links", links, "every|addressed"),
        Command("retry", retry),
        Command("cancel", cancel),
        Command("status", status),
        Command("forget", forget),
        Command("sample", sample, platforms=terminal),
        Command("quit", _quit, platforms=terminal),
    ]
    return {command.name: command for command in commands}


def menu(platform: str) -> tuple[MenuEntry, ...]:
    """Return the commands of a platform as its menu shows them."""
    return tuple(
        MenuEntry(
            c.name, c.argument, {code: text(f"command.{c.name}", code) for code in languages()}
        )
        for c in table().values()
        if c.platforms is None or platform in c.platforms
    )


async def _quit(app: App, message: Message, argument: str) -> Post:
    """Say goodbye; the terminal leaves by itself."""
    language = app.language(message)
    return render.plain_post([text("chat.bye", language)], language)
