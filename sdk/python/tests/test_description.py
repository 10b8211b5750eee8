"""The SDK has all of the API: its operations, what they take, and what they answer, as the host describes them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Iterator
from urllib.parse import unquote

import httpx
import pytest
from conftest import Host

from fluidcloud import FluidCloud, Model
from fluidcloud._models import _fields_of

ID = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"
UPLOAD = {"space_id": ID, "name": "a", "folder_id": ID, "client_key": "k", "app": "crm", "tags": ["t"]}
MANY = {"file_ids": [ID]}

#: The method of each operation, with every argument that goes into the request.
METHODS: dict[str, tuple[str, dict[str, Any]]] = {
    "purgeFile": ("files.delete_permanent", {"file_id": ID}),
    "purgeFiles": ("files.delete_permanent_many", MANY),
    "emptyTrash": ("trash.empty", {"space_id": ID, "dry_run": True}),
    "getTrash": ("trash.status", {"space_id": ID}),
    "listFiles": (
        "files.iterate",
        {
            **{"space_id": ID, "folder_id": ID, "status": "ready", "app": "crm", "tag": "t"},
            **{"q": "report", "recursive": True, "order": "-name", "trash": True},
        },
    ),
    "resolveFile": ("files.resolve", {"client_key": "k", "app": "crm"}),
    "getFile": ("files.get", {"file_id": ID}),
    "patchFile": ("files.update", {"file_id": ID, "original_name": "b", "folder_id": None, "tags": ["t"]}),
    "trashFile": ("files.delete", {"file_id": ID}),
    "getFileTags": ("files.tags", {"file_id": ID}),
    "downloadFile": ("files.download", {"file_id": ID}),
    "previewFile": ("files.preview", {"file_id": ID}),
    "restoreFile": ("files.restore", {"file_id": ID}),
    "trashFiles": ("files.delete_many", MANY),
    "restoreFiles": ("files.restore_many", MANY),
    "listFolders": ("folders.iterate", {"space_id": ID, "parent_id": ID, "trash": True}),
    "createFolder": ("folders.create", {"name": "a", "space_id": ID, "parent_id": ID}),
    "getFolder": ("folders.get", {"folder_id": ID}),
    "patchFolder": ("folders.update", {"folder_id": ID, "name": "b", "parent_id": None}),
    "trashFolder": ("folders.delete", {"folder_id": ID}),
    "restoreFolder": ("folders.restore", {"folder_id": ID}),
    "getFolderStats": ("folders.stats", {"folder_id": ID}),
    "getMe": ("me", {}),
    "getQuota": ("quota.get", {}),
    "getReceipt": ("receipts.get", {"file_id": ID}),
    "listReceipts": ("receipts.iterate", {"sweep": ID}),
    "getReceiptProof": ("receipts.proof", {"file_id": ID}),
    "createShare": ("shares.create", {"file_id": ID, "expires_in_days": 7, "permission": "view"}),
    "listShares": ("shares.iterate", {"file_id": ID}),
    "revokeShare": ("shares.delete", {"share_id": ID}),
    "listSpaces": ("spaces.iterate", {}),
    "createSpace": ("spaces.create", {"name": "a", "app": "crm"}),
    "getSpace": ("spaces.get", {"space_id": ID}),
    "patchSpace": ("spaces.rename", {"space_id": ID, "name": "b"}),
    "deleteSpace": ("spaces.delete", {"space_id": ID}),
    "initiateUpload": ("uploads.initiate", {**UPLOAD, "size": 1, "mime": "text/plain"}),
    "completeUpload": (
        "uploads.complete",
        {"file_id": ID, "key": "k", "parts": [{"part_number": 1, "etag": None}], "sha256": "0" * 64},
    ),
    "importUrl": ("uploads.import_url", {**UPLOAD, "url": "https://example.com/a"}),
    "getUpload": ("uploads.get", {"file_id": ID}),
    "abortUpload": ("uploads.abort", {"file_id": ID}),
    "signUploadParts": ("uploads.sign_parts", {"file_id": ID, "part_numbers": [1]}),
}

#: Operations that have no method, each group with the reason.
WITHOUT_METHOD = {
    "of the dialects of Sweeppea and Swiftia, which have clients of their own": {
        *("deleteSweeppeaFile", "uploadSweeppeaFile", "fetchSweeppeaFiles", "getSweeppeaFileUrl"),
        *("listSwiftiaFiles", "getSwiftiaFile", "deleteSwiftiaFile"),
    },
    "pages and files for browsers and probes, without a key": {
        *("getOpenApi", "getDocs", "getDocsAsset", "getLive", "getReady", "getRawLink", "getLogVerifier"),
    },
    "of the public log, which `./run admin watch` reads; a proof needs none of it": {
        *("getLogCheckpoint", "getLogTile", "getLogTimestamp"),
    },
}

#: Fields that no answer of the API has, and the SDK adds.
ADDED = {"File": {"public_url"}, "EmptyTrash": {"sweep"}}


@pytest.fixture(scope="module")
def description(host: Host) -> Any:
    return httpx.get(f"{host.origin}/openapi.json").json()


def operations_of(description: Any) -> dict[str, tuple[str, str, Any]]:
    """Method, path and all else by the operation's id. Owners have no SDK: they sign in, and have a dashboard."""
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, operations in description["paths"].items()
        if not path.startswith(("/owner/", "/dashboard"))
        for method, operation in operations.items()
    }


def test_every_operation_has_a_method(description: Any) -> None:
    left_out = [operation for operations in WITHOUT_METHOD.values() for operation in operations]
    assert sorted(operations_of(description)) == sorted([*METHODS, *left_out])


def test_every_method_that_calls_has_an_operation() -> None:
    """None is left of an operation that is gone."""
    fc = FluidCloud("fck_x")
    composed = {
        *("files.download_url", "files.download_to", "files.rename", "files.move", "files.public_url", "files.signed_url"),
        *("files.wait_clean", "files.upload", "folders.rename", "folders.move", "receipts.verify", "close", "with_options"),
        # As iterate, in one page.
        *(f"{resource}.list" for resource in ("files", "folders", "receipts", "shares", "spaces")),
    }
    resources = {name: value for name, value in vars(fc).items() if not name.startswith("_")}
    methods = {name for name in dir(fc) if not name.startswith("_") and name not in resources}
    for name, resource in resources.items():
        methods |= {f"{name}.{method}" for method in dir(resource) if not method.startswith("_")}
    assert methods == composed | {method for method, _ in METHODS.values()}


@pytest.mark.parametrize("operation", METHODS)
def test_method(operation: str, description: Any) -> None:
    """It calls the operation, can give all of its parameters, and its result has the fields of the answer."""
    method, path, described = operations_of(description)[operation]
    status, answer = success_of(described)
    content = answer.get("content", {})
    requests: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        if operation == "getReceiptProof":
            assert request.headers["Accept"] in content
            return httpx.Response(200, content=b"c2sp.org/tlog-proof@v1\n")
        more = {"Link": '<https://elsewhere/?cursor=c>; rel="next"'} if len(requests) == 1 and "cursor" in parameters else {}
        return httpx.Response(int(status), headers=more, json=content["application/json"]["example"] if content else None)

    parameters = {parameter["name"] for parameter in described.get("parameters", []) if parameter["in"] == "query"}
    http = httpx.Client(transport=httpx.MockTransport(reply))
    with FluidCloud("fck_x", "https://fluidcloud.test", http_client=http) as fc:
        call: Any = fc
        for name in METHODS[operation][0].split("."):
            call = getattr(call, name)
        result = call(**METHODS[operation][1])
        result = list(result) if isinstance(result, Iterator) else result

    assert requests
    for request in requests:
        assert request.method == method
        assert re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), unquote(request.url.path)), request.url
    assert {name for request in requests for name in request.url.params} == parameters
    schema = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        assert requests[0].content == b""
    else:
        assert set(json.loads(requests[0].content)) == set(resolved(description, schema)["properties"])
    if content and operation != "getReceiptProof":
        compare(description, content["application/json"]["schema"], result)


VECTORS = json.loads((Path(__file__).parents[2] / "vectors.json").read_text("utf-8"))
NEW_FIELDS = "files.get keeps fields and values that are new"


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_shared_vectors_speak_of_this_api(vector: dict[str, Any], description: Any) -> None:
    """Of each request that fits an operation: the query, the body and the answer have no field that the API has not."""
    for exchange in vector["exchanges"]:
        request, response = exchange["request"], exchange["response"]
        for method, path, described in operations_of(description).values():
            if method != request["method"] or not re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), request["path"]):
                continue
            assert request["query"].keys() <= {each["name"] for each in described.get("parameters", [])}
            body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            assert request.get("body", {}).keys() <= (resolved(description, body)["properties"].keys() if body else set())
            status, answer = success_of(described)
            if response.get("status") == int(status) and "body" in response and vector["name"] != NEW_FIELDS:
                compare_plain(description, answer["content"]["application/json"]["schema"], response["body"])
            break


def compare_plain(description: Any, schema: Any, value: Any) -> None:
    schema = resolved(description, schema)
    if isinstance(value, list):
        for item in value:
            compare_plain(description, schema["items"], item)
    elif isinstance(value, dict) and "properties" in schema:
        assert value.keys() <= schema["properties"].keys()
        for name, item in value.items():
            compare_plain(description, schema["properties"][name], item)


def success_of(operation: Any) -> tuple[str, Any]:
    [(status, answer)] = [(status, answer) for status, answer in operation["responses"].items() if status.startswith("2")]
    return status, answer


def resolved(description: Any, schema: Any) -> Any:
    """What a schema is: a reference followed, and the one that is not null."""
    if "$ref" in schema:
        return resolved(description, description["components"]["schemas"][schema["$ref"].split("/")[-1]])
    options = [option for option in schema.get("anyOf", schema.get("oneOf", [])) if option.get("type") != "null"]
    return resolved(description, options[0]) if options else schema


def is_nullable(schema: Any) -> bool:
    kinds = [schema, *schema.get("anyOf", []), *schema.get("oneOf", [])]
    return any("null" in (kind["type"] if isinstance(kind.get("type"), list) else [kind.get("type")]) for kind in kinds)


def compare(description: Any, schema: Any, value: Any) -> None:
    """A model names the fields of its schema, and so do the models in it."""
    schema = resolved(description, schema)
    if isinstance(value, list):
        assert value, "the example is empty, which shows nothing"
        # The three calls for many files, and the tags, are answered an object around the list.
        items = schema.get("items") or next(iter(schema["properties"].values()))["items"]
        for item in value:
            compare(description, items, item)
    elif isinstance(value, Model):
        fields = schema["properties"]
        named = {name for name in _fields_of(type(value)) if not name.startswith("_")}
        assert named == {*fields} | ADDED.get(type(value).__name__, set()), type(value)
        hints = _fields_of(type(value))
        for name, field in fields.items():
            optional = is_nullable(field) or name not in schema["required"]
            assert hints[name].startswith("Optional[") == optional, f"{type(value).__name__}.{name}"
        for name, item in value.items():
            compare(description, fields[name], item)
    elif isinstance(value, dict):
        assert "properties" not in schema, f"a model is missing: {value}"
