"""The command line: ``fluidcloud``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from .. import _errors as errors
from .. import FluidCloud, Model
from . import verify
from .progress import Bar, size_text

EXIT_CODES: Tuple[Tuple[type, int], ...] = (
    (errors.AuthError, 3),
    (errors.PermissionError_, 3),
    (errors.NotFoundError, 4),
    (errors.ConflictError, 5),
    (errors.NotCleanError, 5),
    (errors.QuotaExceededError, 6),
    (errors.RateLimitError, 7),
    (errors.TransportError, 7),
    (errors.WaitTimeoutError, 7),
    (errors.IntegrityError, 8),
)
EPILOG = (
    "Exit codes: 0 done; 1 another error; 2 wrong arguments; 3 the key may not; 4 not found; 5 not in the present state, such as "
    "not clean; 6 no room; 7 not reachable, too busy, or not in time; 8 the bytes are not right; 130 interrupted. "
    "FLUIDCLOUD_API_KEY is the key, FLUIDCLOUD_BASE_URL the origin."
)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.run_offline is not None:
            return int(options.run_offline(options))
        with FluidCloud() as fc:
            result = options.run(fc, options)
        _show(result, options.json)
        return 0
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    except (errors.FluidCloudError, OSError, ValueError) as error:
        print(f"fluidcloud: {error}", file=sys.stderr)
        return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fluidcloud", description="Files in FluidCloud.", epilog=EPILOG)
    parser.set_defaults(run_offline=None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Optional[Callable[[FluidCloud, argparse.Namespace], Any]], about: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.add_argument("--json", action="store_true", help="print JSON")
        sub.set_defaults(run=run)
        return sub

    upload = command("upload", _upload, "Uploads files, and folders with all that is in them.")
    upload.add_argument("paths", nargs="+", metavar="PATH")
    upload.add_argument("--space", help="its id; else the oldest one")
    upload.add_argument("--folder", help="the id of the folder they go into")
    upload.add_argument("--parallel", type=int, default=4, help="parts of a large file that are sent at once (4)")
    upload.add_argument("--wait", action="store_true", help="until they are clean")
    ls = command("ls", _ls, "Lists folders and files.")
    ls.add_argument("--space", help="its id; else the oldest one")
    ls.add_argument("--folder", help="the id of a folder")
    ls.add_argument("--trash", action="store_true", help="what is in Trash")
    ls.add_argument("-r", "--recursive", action="store_true", help="the files of all folders below")
    ls.add_argument("-q", metavar="TEXT", help="files whose name contains this")
    ls.add_argument("--tag", help="files with this tag")
    ls.add_argument("--order", help="of files: name, created_at or size; - before it turns it around, as in --order=-size")
    download = command("download", _download, "Brings a file here, and checks its bytes.")
    download.add_argument("file", metavar="FILE_ID")
    download.add_argument("-o", "--output", default=".", help="a file or a folder (.)")
    for name, about, run in (
        ("rm", "Puts files into Trash.", lambda fc, options: [fc.files.delete(file) for file in options.files]),
        ("restore", "Brings files back from Trash.", lambda fc, options: [fc.files.restore(file) for file in options.files]),
        ("erase", "Erases files for good.", _erase),
    ):
        many = command(name, run, about)
        many.add_argument("files", nargs="+", metavar="FILE_ID")
        if name == "erase":
            many.add_argument("--yes", action="store_true", help="do not ask")
    trash = command("trash", _trash, "Empties Trash for good, or says what is in it.")
    trash.add_argument("what", choices=["empty", "status"])
    trash.add_argument("--space", help="only of this space")
    trash.add_argument("--wait", action="store_true", help="until it is empty")
    trash.add_argument("--yes", action="store_true", help="do not ask")
    share = command("share", _share, "Makes a link for anybody.")
    share.add_argument("file", metavar="FILE_ID")
    share.add_argument("--days", type=int, help="1 to 365; without it the link is permanent")
    share.add_argument("--permission", choices=["view", "download"])
    command("quota", lambda fc, options: fc.quota.get(), "Says what is used.")
    proof = command("proof", _proof, "Brings the proof that a file was erased, once it is in the public log.")
    proof.add_argument("file", metavar="FILE_ID")
    proof.add_argument("-o", "--output", help="a file (FILE_ID.tlog-proof)")
    offline = command("verify", None, verify.ABOUT)
    offline.set_defaults(run_offline=verify.run)
    verify.add_arguments(offline)
    return parser


def _space(fc: FluidCloud, options: argparse.Namespace) -> str:
    return options.space or fc.spaces.list()[0].id


def _upload(fc: FluidCloud, options: argparse.Namespace) -> List[Model]:
    space = _space(fc, options)
    made: List[Model] = []
    for path, folder in _files_of(fc, space, options):
        with Bar(path.name) as bar:
            made.append(
                fc.files.upload(
                    path, space, folder, parallel=options.parallel, progress=bar.update, wait_clean=options.wait
                )
            )
    return made


def _files_of(fc: FluidCloud, space: str, options: argparse.Namespace) -> List[Tuple[Path, Optional[str]]]:
    """Every file with the folder that it goes into, which is made."""
    found: List[Tuple[Path, Optional[str]]] = []
    for given in map(Path, options.paths):
        if not given.is_dir():
            given.stat()
            found.append((given, options.folder))
            continue
        folders: Dict[Path, str] = {}
        for here, _, names in os.walk(given):
            place = Path(here)
            parent = folders.get(place.parent) if place != given else options.folder
            folders[place] = fc.folders.create(place.resolve().name, space, parent).id
            found.extend((place / name, folders[place]) for name in sorted(names))
    return found


def _ls(fc: FluidCloud, options: argparse.Namespace) -> List[Model]:
    if options.trash:
        return [*fc.folders.list(trash=True), *fc.files.list(trash=True)]
    space = _space(fc, options)
    files = fc.files.list(
        space, options.folder, tag=options.tag, q=options.q, recursive=options.recursive, order=options.order
    )
    only_files = options.recursive or options.q or options.tag
    return [*files] if only_files else [*fc.folders.list(space, options.folder), *files]


def _download(fc: FluidCloud, options: argparse.Namespace) -> str:
    with Bar(options.file) as bar:
        return fc.files.download_to(options.file, options.output, progress=bar.update)


def _erase(fc: FluidCloud, options: argparse.Namespace) -> None:
    _confirm(options, f"Erase {len(options.files)} files for good?")
    for file in options.files:
        fc.files.delete_permanent(file)


def _trash(fc: FluidCloud, options: argparse.Namespace) -> Model:
    if options.what == "status":
        return fc.trash.status(space_id=options.space)
    _confirm(options, "Erase everything in Trash for good?")
    with Bar("Erasing", bytes_=False) as bar:
        return fc.trash.empty(space_id=options.space, wait=options.wait, progress=bar.update)


def _share(fc: FluidCloud, options: argparse.Namespace) -> Any:
    share = fc.shares.create(options.file, expires_in_days=options.days, permission=options.permission)
    return share if options.json else share.url


def _proof(fc: FluidCloud, options: argparse.Namespace) -> str:
    path = Path(options.output or f"{options.file}.tlog-proof")
    path.write_bytes(fc.receipts.proof(options.file))
    return str(path)


def _confirm(options: argparse.Namespace, question: str) -> None:
    if options.yes:
        return
    if not sys.stdin.isatty():
        raise ValueError("This can't be undone: say --yes.")
    if input(f"{question} [y/N] ").strip().lower() not in ("y", "yes"):
        raise ValueError("Nothing was erased.")


def _show(result: Any, as_json: bool) -> None:
    if as_json:
        plain = [item.to_dict() for item in result] if isinstance(result, list) else result.to_dict() if isinstance(result, Model) else result
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    elif isinstance(result, list):
        for item in result:
            size = item.get("size")
            print(f"{item.id}  {'folder' if size is None else size_text(size):>10}  {item.get('scan_status') or '':8}  {item.name}")
    elif isinstance(result, Model):
        for name, value in result.items():
            print(f"{name:16} {value if not isinstance(value, list) else len(value)}")
    elif result is not None:
        print(result)
