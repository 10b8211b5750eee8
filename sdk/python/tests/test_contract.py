"""The statements of docs/contract.md about the SDKs: each is cited by a test, and the published names are there."""

from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path

import pytest

import fluidcloud
from fluidcloud import FluidCloud

HERE = Path(__file__).parent
CONTRACT = (HERE.parents[2] / "docs/contract.md").read_text("utf-8")

#: Names of the other SDK alone, which its own tests cite.
TYPESCRIPT = {72, 73}


def test_every_statement_about_this_sdk_is_cited() -> None:
    statements = re.findall(r"^(\d+)\. (.*)$", CONTRACT, re.MULTILINE)
    ours = {int(number) for number, text in statements if re.search(r"\bPython\b|\bTypeScript\b|\bSDKs?\b", text)}
    cited: set[int] = set()
    for path in HERE.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.contract":
                cited |= {ast.literal_eval(argument) for argument in node.args}
    for vector in json.loads((HERE.parents[1] / "vectors.json").read_text("utf-8")):
        cited |= set(vector["statements"])
    assert ours - TYPESCRIPT <= cited and len(ours) > 20
    assert cited <= {int(number) for number, _ in statements}


#: Table U of the contract: names of the published 0.1.0, as they are called there.
PUBLISHED = """
spaces.list() spaces.create(name)
folders.list(space_id, parent_id) folders.create(name, space_id, parent_id) folders.rename(folder_id, name)
folders.move(folder_id, parent_id) folders.delete(folder_id) folders.restore(folder_id)
files.upload(source, space_id, folder_id, name, content_type, public) files.list(space_id, folder_id) files.get(file_id)
files.rename(file_id, name) files.move(file_id, folder_id) files.delete(file_id) files.restore(file_id)
files.download_url(file_id) files.public_url(file_id) files.signed_url(file_id, expires_in_days, permission)
"""


@pytest.mark.contract(66, 67, 238)
@pytest.mark.parametrize("name, parameters", re.findall(r"(\w+\.\w+)\(([^)]*)\)", PUBLISHED))
def test_published_name(name: str, parameters: str) -> None:
    """Its parameters can be given by position, in that order."""
    resource, method = name.split(".")
    found = inspect.signature(getattr(getattr(FluidCloud(api_key="fck_x"), resource), method))
    positional = [each.name for each in found.parameters.values() if each.kind is each.POSITIONAL_OR_KEYWORD]
    assert ", ".join(positional) == parameters


@pytest.mark.contract(178, 238)
def test_error_names() -> None:
    """Those of the documents, and the published one; all derive from one base."""
    for name in ("AuthError", "QuotaExceededError", "PermissionError", "NotFoundError", "ConflictError", "ApiError"):
        assert issubclass(getattr(fluidcloud, name), fluidcloud.FluidCloudError), name
    assert fluidcloud.PermissionError is fluidcloud.PermissionError_
