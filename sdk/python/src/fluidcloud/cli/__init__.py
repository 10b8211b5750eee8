"""The command line: ``fluidcloud``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any, Callable, List, Optional, Sequence, Tuple

from .. import _errors as errors
from .. import FluidCloud, Folder, Model, TrashStatus
from .._version import VERSION
from . import upload, verify
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
    "Exit codes: 0 done; 1 another error; 2 wrong arguments; 3 the key may not; 4 not found; 5 not in the present state, "
    "such as not clean; 6 no room; 7 not reachable, too busy, or not in time; 8 the bytes are not right; 130 interrupted. "
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
        sys.stdout.flush()
        return 0
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # As of `| head`: what still waits to be written is written nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (errors.FluidCloudError, OSError, ValueError) as error:
        print(f"fluidcloud: {error}", file=sys.stderr)
        return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fluidcloud", description="Files in FluidCloud.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"fluidcloud {VERSION}")
    parser.set_defaults(run_offline=None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Optional[Callable[[FluidCloud, argparse.Namespace], Any]], about: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about.split(". ")[0].rstrip(".") + ".", description=about)
        sub.add_argument("--json", action="store_true", help="print JSON")
        sub.set_defaults(run=run)
        return sub

    upload.add_arguments(command("upload", upload.upload, "Uploads files, and folders with all that is in them."))
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
    command("quota", _quota, "Says what is used.")
    proof = command("proof", _proof, "Brings the proof that a file was erased, once it is in the public log.")
    proof.add_argument("file", metavar="FILE_ID")
    proof.add_argument("-o", "--output", help="a file (FILE_ID.tlog-proof)")
    offline = command("verify", None, verify.ABOUT)
    offline.set_defaults(run_offline=verify.run)
    verify.add_arguments(offline)
    return parser


def _space(fc: FluidCloud, options: argparse.Namespace) -> str:
    return options.space or fc.spaces.list()[0].id


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


def _trash(fc: FluidCloud, options: argparse.Namespace) -> Any:
    if options.what == "status":
        status = fc.trash.status(space_id=options.space)
        return status if options.json else _words_of_trash(status)
    _confirm(options, "Erase everything in Trash for good?")
    with Bar("Erasing", bytes_=False) as bar:
        emptied = fc.trash.empty(space_id=options.space, wait=options.wait, progress=bar.update)
    if options.json:
        return emptied
    if emptied.sweep is None:
        counts = "" if emptied.bytes is None else f", {emptied.files} files with {size_text(emptied.bytes)}"
        return f"Trash is being emptied{counts}. How far it is: fluidcloud trash status"
    return f"{emptied.sweep.files_done} files with {size_text(emptied.sweep.bytes_done)} are erased."


def _words_of_trash(status: TrashStatus) -> str:
    kept = "" if status.retention_days is None else f", each for {status.retention_days} days"
    lines = [f"{status.files} files with {size_text(status.bytes)} are in Trash{kept}."]
    for sweep in status.sweeps:
        place = "all spaces" if sweep.space_id is None else f"space {sweep.space_id}"
        lines.append(
            f"The emptying of {sweep.started_at}, {place}, is {sweep.state}: {sweep.files_done} files erased, "
            f"{sweep.files_failed} failed."
        )
    return "\n".join(lines)


def _quota(fc: FluidCloud, options: argparse.Namespace) -> Any:
    quota = fc.quota.get()
    if options.json:
        return quota
    most = "without a limit" if quota.bytes_limit < 0 else f"of {size_text(quota.bytes_limit)}"
    links = "without a limit" if quota.links_limit < 0 else f"of {quota.links_limit}"
    lines = [f"{size_text(quota.bytes_used)} {most} are used."]
    if quota.links_used is not None:
        lines.append(f"{quota.links_used} expiring links {links} exist.")
    lines += [f"{usage.app or 'no app'}: {usage.files} files with {size_text(usage.bytes)}" for usage in quota.by_app]
    return "\n".join(lines)


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


def _plain(result: Any) -> Any:
    if isinstance(result, list):
        return [_plain(item) for item in result]
    return result.to_dict() if isinstance(result, Model) else result


def _show(result: Any, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_plain(result), ensure_ascii=False, indent=2))
    elif isinstance(result, list):
        for item in result:
            size = "folder" if isinstance(item, Folder) else size_text(item.size or 0)
            print(f"{item.id}  {size:>10}  {item.get('scan_status') or '':8}  {item.name}")
    elif result is not None:
        print(result)
