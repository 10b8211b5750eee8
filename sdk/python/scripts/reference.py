"""Writes docs/reference.md from the docstrings of the blocking client. ``--check`` only compares."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import Any, Callable, Iterator, List, Tuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

import fluidcloud  # noqa: E402
from fluidcloud import _errors, _models  # noqa: E402
from fluidcloud._sync.resource import Resource  # noqa: E402

TARGET = ROOT / "docs" / "reference.md"
HEAD = """# Reference

Made from the docstrings by `scripts/reference.py`. `AsyncFluidCloud` has the same methods, to `await`; its `iterate` is for
`async for`, and its `with` is `async with`.
"""
#: Paragraphs of a docstring that begin with one of these list something.
LISTS = ("Args", "Returns", "Raises", "Attributes")


def reference() -> str:
    client = fluidcloud.FluidCloud("fck_x")
    resources = {name: value for name, value in vars(client).items() if isinstance(value, Resource)}
    parts = [HEAD, "\n## FluidCloud\n", signature("FluidCloud", fluidcloud.FluidCloud.__init__)]
    parts.append(prose(fluidcloud.FluidCloud))
    parts += methods("fc", fluidcloud.FluidCloud)
    for name, resource in sorted(resources.items()):
        parts += [f"\n## fc.{name}\n", prose(type(resource)), *methods(f"fc.{name}", type(resource))]
    parts += ["\n## Functions\n", *function("verify_proof", fluidcloud.verify_proof)]
    parts += ["\n## Results\n", prose(_models.Model)]
    for model in public(_models.Model):
        parts += [f"\n### {model.__name__}\n", prose(model), "".join(fields(model))]
    parts.append("\n## Errors\n")
    for error in public(_errors.FluidCloudError):
        base = error.__mro__[1].__name__
        parts += [f"\n### {error.__name__.rstrip('_')}\n", f"\nDerives from `{base}`.\n", prose(error)]
    return "".join(parts)


def public(base: type) -> List[type]:
    """The classes of a kind that the package exports, in the order of its source."""
    classes = {value for value in vars(fluidcloud).values() if inspect.isclass(value) and issubclass(value, base)}
    return sorted(classes - {_models.Model}, key=lambda kind: inspect.getsourcelines(kind)[1])


def methods(owner: str, kind: type) -> Iterator[str]:
    for name, value in vars(kind).items():
        if inspect.isfunction(value) and not name.startswith("_"):
            yield from function(f"{owner}.{name}", value)


def function(name: str, value: Callable[..., Any]) -> Iterator[str]:
    yield f"\n### {name}\n"
    yield signature(name, value)
    yield prose(value)


def signature(name: str, value: Callable[..., Any]) -> str:
    """As it is called: on one line where it fits."""
    found = inspect.signature(value)
    words: List[str] = []
    for parameter in found.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in words:
            words.append("*")
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        words.append(f"{parameter.name}: {parameter.annotation}{default}")
    result = "" if found.return_annotation in ("None", found.empty) else f" -> {found.return_annotation}"
    line = f"{name}({', '.join(words)}){result}"
    if len(line) > 100:
        line = f"{name}(\n" + "".join(f"    {word},\n" for word in words) + f"){result}"
    return f"\n```python\n{line}\n```\n"


def prose(value: Any) -> str:
    """The docstring of its own, in Markdown."""
    text = value.__dict__.get("__doc__") if inspect.isclass(value) else value.__doc__
    if not text:
        raise SystemExit(f"{value.__qualname__} has no docstring.")
    out: List[str] = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        heading, _, rest = paragraph.partition(":\n")
        out.append("\n" + ("".join(listed(heading, rest)) if heading in LISTS else paragraph.replace("``", "`") + "\n"))
    return "".join(out)


def listed(heading: str, text: str) -> Iterator[str]:
    text = inspect.cleandoc(text).replace("``", "`")
    if heading == "Returns":
        yield "Returns: " + " ".join(text.split()) + "\n"
        return
    yield f"{heading}:\n\n"
    for item in re.split(r"\n(?=\S)", text):
        name, _, words = " ".join(item.split()).partition(": ")
        yield f"- `{name}`: {words}\n"


def fields(model: type) -> Iterator[str]:
    yield "\n| Field | Type | |\n| --- | --- | --- |\n"
    for name, kind, words in fields_of(model):
        kind = kind.replace("|", "\\|")
        yield f"| `{name}` | `{kind}` | {words} |\n"


def fields_of(model: type) -> Iterator[Tuple[str, str, str]]:
    for line in inspect.getsource(model).splitlines():
        found = re.fullmatch(r"    ([a-z]\w*): ([^#]+?)(?:  #: (.*))?", line)
        if found:
            yield found[1], found[2], (found[3] or "").replace("``", "`")


def main() -> int:
    text = reference()
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text("utf-8") == text:
            return 0
        print(f"{TARGET} is not what scripts/reference.py makes of the docstrings.")
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
