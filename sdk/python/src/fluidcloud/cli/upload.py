"""``fluidcloud upload``: files and folders, several at once, and on after an interruption."""

from __future__ import annotations

import argparse
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Tuple

from .. import File, FluidCloud, NotFoundError
from .progress import Bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parser.add_argument("--space", help="its id; else the oldest one")
    parser.add_argument("--folder", help="the id of the folder they go into")
    parser.add_argument("--parallel", type=int, default=4, help="files, and parts of a file, that are sent at once (4)")
    parser.add_argument("--wait", action="store_true", help="until they are clean")
    parser.add_argument(
        "--resume",
        metavar="FILE",
        type=Path,
        help="keep there what the same command goes on with after an interruption; it is removed at the end",
    )


def upload(fc: FluidCloud, options: argparse.Namespace) -> List[File]:
    """The files, in the order of the paths. The first failure ends all of it."""
    space = options.space or fc.spaces.list()[0].id
    journal = Journal(options.resume, {"space": space, "folder": options.folder})
    found = [item for path in options.paths for item in _files_of(fc, space, options.folder, path, journal)]
    name = found[0][0].name if len(found) == 1 else f"{len(found)} files"
    with Bar(name) as bar, ThreadPoolExecutor(max(1, options.parallel)) as pool:
        total = Total(bar, sum(path.stat().st_size for path, _ in found))

        def send(item: Tuple[Path, Optional[str]]) -> File:
            return _send(fc, space, item[0], item[1], options.parallel, journal, total)

        futures = [pool.submit(send, item) for item in found]
        try:
            files = [future.result() for future in futures]
        except BaseException:
            total.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    journal.remove()
    return [fc.files.wait_clean(file.id) for file in files] if options.wait else files


def _send(
    fc: FluidCloud, space: str, path: Path, folder: Optional[str], parallel: int, journal: Journal, total: Total
) -> File:
    known = journal.get(path)
    if "done" in known:
        try:
            file = fc.files.get(known["done"])
            total.update(path, path.stat().st_size)
            return file
        except NotFoundError:
            known = {}
    file = fc.files.upload(
        path,
        space,
        folder,
        parallel=parallel,
        progress=lambda sent, _: total.update(path, sent),
        on_start=lambda ticket: journal.put(path, ticket.to_dict()),
        resume=known or None,
    )
    journal.put(path, {"done": file.id})
    return file


def _files_of(
    fc: FluidCloud, space: str, folder: Optional[str], given: Path, journal: Journal
) -> List[Tuple[Path, Optional[str]]]:
    """Every file with the folder that it goes into, which is made."""
    if not given.is_dir():
        given.stat()
        return [(given, folder)]
    found: List[Tuple[Path, Optional[str]]] = []
    folders: Dict[Path, str] = {}
    for here, below, names in os.walk(given):
        below.sort()
        place = Path(here)
        known = journal.get(place)
        if "folder" not in known:
            parent = folders.get(place.parent) if place != given else folder
            known = {"folder": fc.folders.create(place.resolve().name, space, parent).id}
            journal.put(place, known)
        folders[place] = known["folder"]
        found.extend((place / name, folders[place]) for name in sorted(names))
    return found


class Journal:
    """What was done already, by path: folders that were made, uploads that were begun, files that are there.

    It holds no secret.

    Args:
        path: Of the file that it is kept in; None keeps nothing.
        target: Where the files go. A journal of another target is refused.
    """

    def __init__(self, path: Optional[Path], target: Mapping[str, Any]) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._content: Dict[str, Any] = {"target": target, "paths": {}}
        if path is not None and path.exists():
            self._content = json.loads(path.read_text("utf-8"))
            if self._content["target"] != target:
                raise ValueError(f"{path} is of an upload into another space or folder.")

    def get(self, place: Path) -> Dict[str, str]:
        found: Dict[str, str] = self._content["paths"].get(str(place.resolve()), {})
        return found

    def put(self, place: Path, entry: Mapping[str, str]) -> None:
        with self._lock:
            self._content["paths"][str(place.resolve())] = dict(entry)
            if self._path is not None:
                new = self._path.with_name(self._path.name + ".new")
                new.write_text(json.dumps(self._content), "utf-8")
                os.replace(new, self._path)

    def remove(self) -> None:
        if self._path is not None and self._path.exists():
            self._path.unlink()


class Total:
    """The progress of several files as one."""

    def __init__(self, bar: Bar, total: int) -> None:
        self._bar = bar
        self._total = total
        self._sent: Dict[Path, int] = {}
        self._stopped = False
        self._lock = threading.Lock()

    def update(self, path: Path, sent: int) -> None:
        """Ends the upload that tells it, once one has failed."""
        with self._lock:
            if self._stopped:
                raise RuntimeError("Another file has failed.")
            self._sent[path] = sent
            self._bar.update(sum(self._sent.values()), self._total)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
