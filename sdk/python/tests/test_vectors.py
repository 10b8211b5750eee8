"""The vectors that both SDKs run: sdk/vectors.json, whose form is in sdk/README.md."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

import fluidcloud
from fluidcloud import AsyncFluidCloud, FluidCloud, FluidCloudError, Model

VECTORS = json.loads((Path(__file__).parents[2] / "vectors.json").read_text("utf-8"))
ORIGIN = "http://fluidcloud.test"


class Script:
    """Plays the exchanges of a vector, and objects to any other request."""

    def __init__(self, vector: dict[str, Any]) -> None:
        self.left = list(vector["exchanges"])

    def play(self, request: httpx.Request, body: bytes) -> httpx.Response:
        seen = f"{request.method} {request.url}"
        assert self.left, f"one request too many: {seen}"
        exchange = self.left.pop(0)
        wanted, response = exchange["request"], exchange["response"]
        assert request.method == wanted["method"], seen
        assert request.url.raw_path.decode().partition("?")[0] == wanted["path"], seen
        assert sorted(request.url.params.multi_items()) == sorted(wanted["query"].items()), seen
        for name, value in wanted.get("headers", {}).items():
            assert request.headers.get(name) == value, f"{seen}: {name}"
        for name in wanted.get("absent_headers", []):
            assert name not in request.headers, f"{seen}: {name}"
        if "body" in wanted:
            assert json.loads(body) == wanted["body"], seen
        else:
            assert body == wanted.get("text", "").encode(), seen
        if response.get("drop"):
            raise httpx.ReadError("The connection ended.", request=request)
        text = json.dumps(response["body"]) if "body" in response else response.get("text", "")
        content = text.replace("{origin}", ORIGIN).encode()
        return httpx.Response(response["status"], headers=response["headers"], content=content)

    def handle(self, request: httpx.Request) -> httpx.Response:
        return self.play(request, request.read())

    async def ahandle(self, request: httpx.Request) -> httpx.Response:
        return self.play(request, await request.aread())


def options_of(vector: dict[str, Any]) -> dict[str, Any]:
    return {"api_key": "fck_live_" + "0" * 32, "base_url": ORIGIN, **vector.get("client", {})}


def arguments_of(vector: dict[str, Any]) -> dict[str, Any]:
    arguments = dict(vector["call"]["args"])
    if "source" in arguments:
        arguments["source"] = arguments["source"]["text"].encode()
    return arguments


def method_of(client: Any, vector: dict[str, Any]) -> Any:
    for name in vector["call"]["method"].split("."):
        client = getattr(client, name)
    return client


def plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, bytes):
        return value.decode()
    return [plain(item) for item in value] if isinstance(value, list) else value


def check(vector: dict[str, Any], result: Any, error: FluidCloudError | None) -> None:
    wanted = vector["expect"].get("error")
    if wanted is None:
        assert error is None, error
        assert plain(result) == vector["expect"]["result"]
        return
    assert error is not None, f"no error, but {result}"
    assert type(error) is getattr(fluidcloud, wanted["class"]), repr(error)
    for field in wanted.keys() - {"class"}:
        assert getattr(error, field) == wanted[field], field


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_blocking(vector: dict[str, Any]) -> None:
    script = Script(vector)
    client = FluidCloud(**options_of(vector), http_client=httpx.Client(transport=httpx.MockTransport(script.handle)))
    result, error = None, None
    try:
        result = method_of(client, vector)(**arguments_of(vector))
        result = list(result) if hasattr(result, "__next__") else result
    except FluidCloudError as raised:
        error = raised
    check(vector, result, error)
    assert not script.left, f"{len(script.left)} requests were not made"


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_asynchronous(vector: dict[str, Any]) -> None:
    script = Script(vector)

    async def run() -> Any:
        http = httpx.AsyncClient(transport=httpx.MockTransport(script.ahandle))
        client = AsyncFluidCloud(**options_of(vector), http_client=http)
        result = method_of(client, vector)(**arguments_of(vector))
        return [item async for item in result] if hasattr(result, "__aiter__") else await result

    result, error = None, None
    try:
        result = asyncio.run(run())
    except FluidCloudError as raised:
        error = raised
    check(vector, result, error)
    assert not script.left, f"{len(script.left)} requests were not made"
