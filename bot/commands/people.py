"""Who is let in, and what is spent."""

from __future__ import annotations

from bot import render
from bot.access import HOUSE, TERMINAL, Person, Role
from bot.app import App
from bot.commands.common import say
from bot.commands.names import choice
from bot.model import Block, BlockKind, Message, Post, Span, Spent
from prompts import text

HOURS = 48  # that an invitation holds unless another number is said
MOST_HOURS = 24 * 30
ROLES = {"reader": Role.READER, "editor": Role.EDITOR, "owner": Role.OWNER}
LISTED = 50
COUNTED = ("briefs", "digests", "questions", "checks", "links", "tokens")


async def enter(app: App, message: Message, code: str) -> str | Post | None:
    """Let in who brings a code, and return what to say of it above the welcome.

    A post is all that there is to say: the code is wrong. ``None``: of too many nothing is said.
    """
    language = app.language(message)
    if message.chat.platform == TERMINAL:
        return say(app, message, "access.terminal")
    role, left = await app.gate.bring(message, code)
    if role is Role.OWNER:
        return text("access.owner_now", language)
    if role is not None:
        return text("access.let_in", language, role=_named(role, language))
    if left < 0:
        return None
    return say(app, message, "access.wrong_code" if left else "access.last_code")


async def allow(app: App, message: Message, argument: str) -> Post:
    """Let everybody in this chat in, as editors or as readers."""
    role = ROLES.get(choice("role", argument or "editor"))
    if role is None or role is Role.OWNER:
        return say(app, message, "access.allow_usage")
    await app.gate.set(_here(message, role), role)
    return say(app, message, "access.allowed", role=_named(role, app.language(message)))


async def deny(app: App, message: Message, argument: str) -> Post:
    """Let nobody in for being in this chat."""
    await app.gate.set(_here(message, Role.READER), None)
    return say(app, message, "access.denied")


async def invite(app: App, message: Message, argument: str) -> Post:
    """Make a code that lets one person in, for some hours."""
    name, _, rest = argument.partition(" ")
    role, hours = ROLES.get(choice("role", name or "editor")), rest.strip() or str(HOURS)
    if role is None or not hours.isdecimal() or not 0 < int(hours) <= MOST_HOURS:
        return say(app, message, "access.invite_usage")
    code = await app.gate.invite(role, int(hours))
    language = app.language(message)
    link = app.desk.outbox.invitation(message.chat.platform, code)
    values = {"role": _named(role, language), "hours": int(hours), "code": code}
    post = render.plain_post([text("access.invitation", language, **values)], language)
    if not link:
        return post
    return Post((*post.blocks, Block(BlockKind.ITEM, (Span(link, href=link),), language)))


async def people(app: App, message: Message, argument: str) -> Post:
    """List who may do what; or, by its number there, take a role away."""
    language = app.language(message)
    known = await app.gate.people()
    verb, _, number = argument.partition(" ")
    if verb == "remove" and number.strip().isdecimal() and 0 < int(number) <= len(known):
        await app.gate.set(known[int(number) - 1], None)
        return say(app, message, "access.removed", who=_who(known[int(number) - 1], language))
    if argument:
        return say(app, message, "access.people_usage")
    lines = [
        text(
            "access.person", language, n=n, who=_who(one, language), role=_named(one.role, language)
        )
        for n, one in enumerate(known[:LISTED], start=1)
    ]
    return render.plain_post(lines or [text("access.nobody", language)], language)


async def usage(app: App, message: Message, argument: str) -> Post:
    """Say what was spent today: by who asks, here, and, to an owner, in all and by chat."""
    language, purse, chat = app.language(message), app.desk.purse, message.chat
    lines = [
        _line(app, "access.spent_you", language, await purse.spent(chat, message.user)),
        _line(app, "access.spent_here", language, await purse.spent(chat)),
    ]
    if await app.gate.role(message) is Role.OWNER:
        lines.append(_line(app, "access.spent_all", language, await purse.spent()))
        known = {(p.platform, p.id): _who(p, language) for p in await app.gate.people()}
        for other, (spent, money) in list((await purse.by_chat()).items())[:LISTED]:
            where = known.get((other.platform, other.id), f"{other.platform}:{other.id}")
            if other == HOUSE:
                where = text("access.spent_forgotten", language)
            lines.append(_line(app, "access.spent_chat", language, (spent, money), where=where))
    return render.plain_post(lines, language)


def _line(app: App, key: str, language: str, paid: tuple[Spent, float], **more: object) -> str:
    spent, money = paid
    counts = {name: getattr(spent, name) for name in COUNTED}
    used = text("access.spent", language, **counts)
    line = text(key, language, spent=used, **more)
    if app.desk.purse.currency:
        price = f"{money:,.2f} {app.desk.purse.currency}"
        line += " " + text("access.price", language, price=price)
    return line


def _here(message: Message, role: Role) -> Person:
    return Person("chat", message.chat.platform, message.chat.id, role, message.chat_name)


def _who(person: Person, language: str) -> str:
    """Return what a person or chat is called, with the id by which nobody else is meant."""
    id = render.field(f"{person.platform}:{person.id}", language)
    if not person.name:
        return text(f"access.{person.kind}", language, id=id)
    name = render.field(person.name, language)
    return text(f"access.{person.kind}_called", language, name=name, id=id)


def _named(role: Role, language: str) -> str:
    return text(f"access.role_{role.name.lower()}", language)
