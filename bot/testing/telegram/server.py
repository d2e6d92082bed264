"""The server itself: HTTP on loopback, as the SDKs expect it at ``base_url``."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from bot.testing.ledger import Act
from bot.testing.patience import PATIENCE, passes
from bot.testing.telegram import api, methods, profile
from bot.testing.telegram.ledger import BotApiError, Call, bad_request, too_many
from bot.testing.telegram.webhook import Webhook
from bot.testing.telegram.world import World, is_paced

if TYPE_CHECKING:
    from aiohttp import web

METHODS: Final = {**methods.METHODS, **profile.METHODS}
MAX_BODY: Final = 60 * 1024 * 1024

_log = logging.getLogger(__name__)


class FakeTelegram(World):
    """A Bot API server on 127.0.0.1; an async context manager.

    Point a bot at ``base_url`` (and ``base_file_url``) with ``token``.
    """

    def __init__(self, *, port: int = 0, **world: Any) -> None:
        super().__init__(**world)
        self.port = port
        self._runner: web.AppRunner | None = None
        self._changed = asyncio.Event()
        self.updates.confirmed = self._notify

    async def __aenter__(self) -> Self:
        """Start to listen, on the port asked for or on any."""
        from aiohttp import web  # loaded only where it is used

        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._webhook = Webhook(self)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and let go of who waits."""
        assert self._runner is not None
        self.updates.close()
        await self._webhook.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What goes into ``[adapters.telegram] base_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """Where files are downloaded from."""
        return f"{self.url}/file/bot"

    async def until(self, true: Callable[[], Any], seconds: float = PATIENCE) -> None:
        """Wait until something is so; looked at after every call. ``TimeoutError`` if never."""
        async with asyncio.timeout(seconds):
            while not true():
                await self.changes()

    async def left(self, seconds: float = PATIENCE) -> None:
        """Wait until no connection is open any more. ``TimeoutError`` if one stays."""
        assert self._runner is not None
        server = self._runner.server
        async with asyncio.timeout(seconds):
            while server is not None and server.connections:  # noqa: ASYNC110
                await asyncio.sleep(0.005)  # a connection ends without a call

    async def changes(self) -> None:
        """Wait until the next call was answered, or updates are confirmed."""
        await self._changed.wait()

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    # --- one request -----------------------------------------------------------------------

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = api.spelled(request.match_info["method"])
        if request.match_info["token"] != self.token:
            return _answer(BotApiError(401, "Unauthorized"))
        if method is None or (method in api.NEWER and not self.rich):
            return _answer(BotApiError(404, "Not Found"))
        sent, files, names = await _sent(request)
        call = Call(method, {}, self.now(), files, names)
        if method == "getUpdates":
            self.polls += 1
        else:
            self.calls.append(call)
        try:
            call.params = self._read(method, sent, files)
            response = await self._perform(request, call)
        except BotApiError as error:
            response = self._refuse(call, error)
        self._notify()
        if response is None:
            return await self._say_nothing(request, call)
        return response

    async def _perform(self, request: web.Request, call: Call) -> web.Response | None:
        fault = self.faults.take(call.method, call.chat_id, self.now())
        if fault is not None:
            call.ordered = True
            if fault.act is Act.FAIL:
                assert fault.error is not None
                raise fault.error
        self._keep_pace(call)
        call.status = 500  # what is answered if this server itself fails
        call.result = await self._do(call)
        call.done = True
        if fault is not None:
            if fault.error is not None:
                raise fault.error
            call.status, call.description = 0, fault.act.value
            return None
        call.status = 200
        return _json(200, {"ok": True, "result": call.result})

    async def _do(self, call: Call) -> Any:
        if call.method == "getUpdates":
            return await self._get_updates(call)
        handler = METHODS.get(call.method)
        try:
            if handler is None:
                raise NotImplementedError(call.method)
            result = handler(self, call)
        except NotImplementedError as error:
            self.violate(call.method, f"not played by the fake server: {error}")
            raise BotApiError(501, f"Not Implemented by the fake server: {error}") from error
        if call.method == "setWebhook":
            self._webhook.wake()
        return result

    async def _get_updates(self, call: Call) -> list[dict[str, Any]]:
        if self.webhook:
            raise BotApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use "
                "deleteWebhook to delete the webhook first",
            )
        said = call.params
        self.updates.allow(said.get("allowed_updates"))
        return await self.updates.get(
            said.get("offset", 0), said.get("limit", 100), said.get("timeout", 0)
        )

    def _keep_pace(self, call: Call) -> None:
        if self.limits is None or not is_paced(call.method):
            return
        chat = self.chat_of(call)
        if chat is not None:
            wait = self.limits.take(chat.id, self.now(), group=chat.type != "private")
            if wait:
                raise too_many(wait)

    async def _say_nothing(self, request: web.Request, call: Call) -> web.StreamResponse:
        """Say nothing, for ever or with the line cut."""
        if call.description == Act.CLOSE and request.transport is not None:
            request.transport.abort()
        else:
            passes(self.silence)
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    def _refuse(self, call: Call, error: BotApiError) -> web.Response:
        call.status, call.description = error.status, error.description
        return _answer(error)

    # --- reading what was sent -------------------------------------------------------------

    def _read(
        self, method: str, sent: Mapping[str, Any], files: Mapping[str, bytes]
    ) -> dict[str, Any]:
        fields = api.methods()[method]
        params: dict[str, Any] = {}
        for name, value in sent.items():
            field = fields.get(name)
            if field is None or (method == "editMessageText" and self._too_new(name)):
                if not any(value == f"attach://{name}" for value in sent.values()):
                    self.violate(method, f"unknown parameter {name}")
                continue
            params[name] = self._value(method, field, value)
        params |= {name: name for name in files if name in fields}
        for name, field in fields.items():
            if field.required and params.get(name) in (None, ""):
                if name == "url" and "url" in params:
                    continue  # an empty one removes the webhook
                raise bad_request(_missing(name, method))
        return params

    def _too_new(self, name: str) -> bool:
        return name == "rich_message" and not self.rich

    def _value(self, method: str, field: api.Field, value: Any) -> Any:
        if not isinstance(value, str):
            made = value
        else:
            try:
                made = api.read(value, field)
            except ValueError:
                raise bad_request(_unreadable(field)) from None
        wrong = list(api.misfits(made, field.types, field.name))
        for what in wrong:
            if what.endswith(": unknown"):
                self.violate(method, f"unknown field {what.removesuffix(': unknown')}")
            else:
                raise bad_request(f"{_unreadable(field)}: {what}")
        return made

    async def _download(self, request: web.Request) -> web.Response:
        from aiohttp import web

        upload = self.files.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != self.token or upload is None:
            return _answer(BotApiError(404, "Not Found"))
        return web.Response(body=upload.data, content_type=upload.mime)


async def _sent(
    request: web.Request,
) -> tuple[dict[str, Any], dict[str, bytes], dict[str, str]]:
    """Return parameters, files, and the files' names; query, form, multipart or JSON."""
    found: dict[str, Any] = dict(request.query)
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    if request.content_type == "application/json":
        found |= json.loads(await request.text() or "{}")
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, str):
                found[name] = value
            elif isinstance(value, bytes | bytearray):
                found[name] = bytes(value).decode()
            else:
                files[name] = value.file.read()
                names[name] = value.filename
    return found, files, names


def _answer(error: BotApiError) -> web.Response:
    from aiohttp import web

    if error.status == 502:
        page = "<html><head><title>502 Bad Gateway</title></head></html>"
        return web.Response(status=502, text=page, content_type="text/html")
    said = {"ok": False, "error_code": error.status, "description": error.description}
    headers = {}
    if error.parameters:
        said["parameters"] = error.parameters
    if "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return _json(error.status, said, headers)


def _json(status: int, said: object, headers: Mapping[str, str] | None = None) -> web.Response:
    from aiohttp import web

    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return web.Response(status=status, body=body, content_type="application/json", headers=headers)


def _missing(name: str, method: str) -> str:
    known = {
        "chat_id": "chat_id is empty",
        "text": "message text is empty",
        "document": "there is no document in the request",
        "action": "wrong parameter action in request",
        "message_id": "message identifier is not specified",
    }
    return known.get(name, f'parameter "{name}" is required')


def _unreadable(field: api.Field) -> str:
    if field.name == "chat_id":
        return "chat_id must be a valid Integer"
    if field.name == "reply_markup":
        return "can't parse reply keyboard markup JSON object"
    return f"can't parse {field.name}"
