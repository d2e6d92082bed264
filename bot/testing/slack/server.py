"""The server itself: HTTP and websockets on loopback, as the SDKs expect them at ``base_url``."""

from __future__ import annotations

import asyncio
import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from bot.testing.ledger import Act, Fault, Faults
from bot.testing.patience import passes
from bot.testing.slack.answers import responded
from bot.testing.slack.ledger import Call, Json, SlackError, invalid
from bot.testing.slack.methods import METHODS
from bot.testing.slack.params import misfits, read
from bot.testing.slack.sockets import Sockets
from bot.testing.slack.world import EVENT_OF, World

if TYPE_CHECKING:
    from aiohttp import web

MAX_BODY: Final = 60 * 1024 * 1024
SIGN_IN: Final = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in</body></html>"


@cache
def table() -> Json:
    """Return what is asked of each method: scopes, arguments, kind of token."""
    text = (files("bot.testing.slack") / "methods.toml").read_text("utf-8")
    return tomllib.loads(text)


class Server:
    """Answers requests from and about a ``World``; ``tokens`` maps a token to an error, or ""."""

    def __init__(self, world: World, sockets: Sockets, faults: Faults[SlackError]) -> None:
        self.world = world
        self.sockets = sockets
        self.faults = faults
        self.tokens: dict[str, str] = {}
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> int:
        """Start to listen; returns the port."""
        from aiohttp import web

        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/api/{method:.*}", self._call)
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_post("/actions/{team}/{id}", self._respond)
        app.router.add_post("/upload/v1/{id}", self._upload)
        app.router.add_get("/files-pri/{id}/{name:.*}", self._download)
        app.router.add_get("/signin", self._sign_in)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        found: int = self._runner.addresses[0][1]
        return found

    async def stop(self) -> None:
        """Stop, and end what is still being answered."""
        assert self._runner is not None
        await self._runner.cleanup()

    # --- the Web API -------------------------------------------------------

    async def _call(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], {}, self.world.now())
        self.world.calls.append(call)
        try:
            sent, token = await _sent(request)
            call.params, call.token = sent, token
            response = await self._perform(request, call)
        except SlackError as error:
            response = self._refused(call, error)
        finally:
            self.world.notify()
        return response

    async def _perform(self, request: web.Request, call: Call) -> web.StreamResponse:
        fault = self.faults.take(call.method, call.channel, call.time)
        call.ordered = fault is not None
        if fault is not None and fault.act is Act.FAIL:
            assert fault.error is not None
            raise fault.error
        self._authorize(call)
        self._limit(call)
        body = {"ok": True, **self._do(call)}
        call.done = True
        call.response = body
        if fault is not None:
            return await self._afterwards(request, fault)
        call.status = 200
        return _json(body, headers={"x-oauth-scopes": ",".join(sorted(self.world.scopes))})

    async def _afterwards(
        self, request: web.Request, fault: Fault[SlackError]
    ) -> web.StreamResponse:
        """Do not say that the deed is done."""
        self.world.notify()
        if fault.act is Act.ANSWER and fault.error is not None:
            raise fault.error
        if fault.act is Act.CLOSE:
            if request.transport is not None:
                request.transport.abort()
            raise asyncio.CancelledError
        passes(self.world.silence)
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    def _do(self, call: Call) -> Json:
        if call.method == "apps.connections.open":
            host = self.world.base.removeprefix("http")
            ticket = self.sockets.ticket()
            return {"url": f"ws{host}/link/?ticket={ticket}&app_id={self.world.who.app}"}
        return METHODS[call.method](self.world, call.params)

    def _authorize(self, call: Call) -> None:
        """Refuse unknown methods, wrong tokens, missing arguments, missing scopes."""
        rules = table()["methods"].get(call.method)
        if rules is None:
            raise SlackError("unknown_method", req_method=call.method)
        kind = rules.get("token", "bot")
        if kind != "none":
            self._check_token(call.token, kind)
        missing = [
            name for name in rules.get("required", ()) if call.params.get(name) in (None, "")
        ]
        if wrong := list(misfits(call.params)):
            raise invalid("invalid_arguments", wrong)
        if missing and not (missing == ["status"] and "status" in call.params):
            raise invalid(
                "invalid_arguments",
                [f"missing required field: {name} [json-pointer:/{name}]" for name in missing],
            )
        if kind == "bot":
            self._check_scopes(rules.get("scopes", ()), call.channel)

    def _check_token(self, token: str, kind: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if token not in self.tokens:
            raise SlackError("invalid_auth")
        if self.tokens[token]:
            raise SlackError(self.tokens[token])
        if not token.startswith(tuple(table()["tokens"][kind])):
            raise SlackError("not_allowed_token_type")

    def _check_scopes(self, scopes: list[str], channel: str | None) -> None:
        kind = "channel"
        if any(scope[0] == "*" for scope in scopes):
            kind = self.world.room(channel).kind
        needed = [scope.replace("*", EVENT_OF[kind]) for scope in scopes]
        if needed and not self.world.scopes & set(needed):
            raise self.world.lacks(",".join(needed))

    def _limit(self, call: Call) -> None:
        """Hold who posts to the pace of a channel, where a test wants that."""
        if self.world.pace is not None and call.method == "chat.postMessage":
            self.world.pace.take(call.channel or "", self.world.now())

    def _refused(self, call: Call, error: SlackError) -> web.Response:
        call.status, call.error = error.status, error.error
        if error.body is not None:
            from aiohttp import web

            return web.Response(
                status=error.status,
                body=error.body,
                headers=error.headers,
                content_type="text/html",
            )
        call.response = error.json()
        return _json(call.response, error.status, error.headers)

    # --- the other addresses -----------------------------------------------

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        from aiohttp import web

        try:
            said, _ = await _sent(request)
            call = Call("response_url", said, self.world.now())
            self.world.calls.append(call)
            fault = self.faults.take(call.method, call.channel, call.time)
            call.ordered = fault is not None
            if fault is not None and fault.act is Act.FAIL and fault.error is not None:
                raise fault.error
            responded(self.world, self.world.responses.get(request.match_info["id"]), said)
        except SlackError as error:
            self.world.notify()
            error.status = 400 if error.status == 200 else error.status
            return self._refused(call, error)
        call.done = True
        if fault is not None:
            return await self._afterwards(request, fault)
        call.status = 200
        self.world.notify()
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        from aiohttp import web

        file = self.world.files.get(request.match_info["id"])
        if file is None or file.id not in self.world.expected:
            return web.Response(status=404, text="not found")
        content = await request.read()
        if request.content_type == "multipart/form-data":
            fields = list((await request.post()).values())
            first = fields[0]
            content = first.file.read() if hasattr(first, "file") else str(first).encode()
        if len(content) != self.world.expected.pop(file.id):
            return web.Response(status=400, text="length is not what was announced")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.Response:
        """Give a file to who has a token with its scope; a sign-in page to all others."""
        from aiohttp import web

        file = self.world.files.get(request.match_info["id"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token) != "" or "files:read" not in self.world.scopes or file is None:
            raise web.HTTPFound(f"{self.world.base}/signin?redir={request.path}")
        return web.Response(body=file.content, content_type=file.mimetype)

    async def _sign_in(self, request: web.Request) -> web.Response:
        from aiohttp import web

        return web.Response(text=SIGN_IN, content_type="text/html")


async def _sent(request: web.Request) -> tuple[Json, str]:
    """Return parameters and token; from the query, a form or JSON, token in header or body."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body: Any = json.loads(await request.text() or "{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        params |= body
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, str):
                params[name] = value
    header = request.headers.get("Authorization", "")
    token = params.pop("token", "") or header.removeprefix("Bearer ")
    return read(params), str(token)


def _json(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    from aiohttp import web

    data = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return web.Response(status=status, body=data, headers=headers, content_type="application/json")
