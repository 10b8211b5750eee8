"""Uploads a folder with all that is in it, four files at a time: python upload_folder.py FOLDER

It needs FLUIDCLOUD_API_KEY, and for ./run FLUIDCLOUD_BASE_URL.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Dict, List, Tuple

from fluidcloud import FluidCloud


def main(top: Path) -> None:
    with FluidCloud() as fc:
        space = fc.spaces.list()[0]
        folders: Dict[Path, str] = {}
        found: List[Tuple[Path, str]] = []
        for place, _, names in os.walk(top):
            here = Path(place)
            # os.walk shows a folder before those in it: so the parent is there already.
            folders[here] = fc.folders.create(here.resolve().name, space.id, folders.get(here.parent)).id
            found.extend((here / name, folders[here]) for name in names)
        with ThreadPoolExecutor(4) as pool:
            for file in pool.map(lambda item: fc.files.upload(item[0], space.id, item[1]), found):
                print(f"{file.size:12,} bytes  {file.name}")
        stats = fc.folders.stats(folders[top])
        print(f"{stats.files} files with {stats.bytes:,} bytes are in {top.resolve().name}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
