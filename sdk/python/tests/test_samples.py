"""The Python samples of both documents, unchanged but for the key; the base URL comes from the environment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import Host
from server import Server, reply

from fluidcloud import FluidCloud, NotFoundError, ValidationError

SAMPLES = json.loads((Path(__file__).parent / "data/samples.json").read_text("utf-8"))


FILE = {
    "id": "9f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f",
    "scan_status": "clean",
    "url": "https://storage",
    "kind": "image",
    "converted": True,
}
ANSWERS = {"empty()": {"status": "emptying", "files": 142, "bytes": 7340032}, "list(": [FILE]}

#: What each sample must send, in its order.
SENT = [
    ["DELETE /api/v1/gdpr/files/3f1c8e2a-7b4d-4a9e-9c1f-2d6b0a4e8f10"],
    ["DELETE /api/v1/gdpr/trash", "DELETE /api/v1/gdpr/trash?space_id=9a2b7c1d-4e5f-4a6b-8c9d-0e1f2a3b4c5d"],
    [
        "GET /api/v1/files?space_id=11111111-2222-3333-4444-555555555555",
        "GET /api/v1/files?space_id=11111111-2222-3333-4444-555555555555&folder_id=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "GET /api/v1/files?trash=true",
    ],
    ["GET /api/v1/files/resolve?client_key=results/job-7/out.png"],
    [f"GET /api/v1/files/{FILE['id']}"],
    [f"GET /api/v1/files/{FILE['id']}/download"],
    [f"GET /api/v1/files/{FILE['id']}/preview"],
    [f"PATCH /api/v1/files/{FILE['id']}"] * 3,
    [f"DELETE /api/v1/files/{FILE['id']}"],
    [f"POST /api/v1/files/{FILE['id']}/restore"],
]


@pytest.mark.contract(66, 67, 68, 69, 70, 71, 121, 130, 134, 140, 150, 160, 165, 169)
@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_sample_to_its_end(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, with its keys too: a server that answers as the documents say gets what they say."""
    server = Server()
    try:
        code = SAMPLES[number]["code"]
        answer = next((answer for call, answer in ANSWERS.items() if call in code), FILE)
        server.otherwise = reply(200, json.dumps(answer).encode())
        monkeypatch.setenv("FLUIDCLOUD_BASE_URL", server.origin)
        exec(compile(code, f"sample {number}", "exec"), {"fc": FluidCloud("fck_live_...")})
        assert [f"{method} {unquote(path)}" for method, path, _ in server.requests] == SENT[number]
    finally:
        server.close()


@pytest.mark.contract(66, 67, 68, 69, 70, 71, 121, 130, 134, 140, 150, 160, 165, 169)
@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_sample(number: int, host: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Their ids are no one's here: what names one is not found, which shows that the call was understood."""
    monkeypatch.setenv("FLUIDCLOUD_BASE_URL", host.origin)
    code = SAMPLES[number]["code"]
    for key in ("fck_live_your_key_here", "fck_live_..."):
        code = code.replace(f'"{key}"', repr(host.key))
    names: dict[str, Any] = {"fc": FluidCloud(host.key, host.origin)}
    try:
        exec(compile(code, f"sample {number}", "exec"), names)
    except (NotFoundError, ValidationError) as error:  # The ids of the second document are no UUIDs of version 4.
        assert error.status in (404, 422) and number > 0
    else:
        assert "print(" not in code or capsys.readouterr().out
