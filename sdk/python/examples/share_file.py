"""Makes a link to a file that ends after a week, and takes it back: python share_file.py FILE

It needs FLUIDCLOUD_API_KEY, and for ./run FLUIDCLOUD_BASE_URL.
"""

from __future__ import annotations

import sys

import httpx

from fluidcloud import FluidCloud


def main(path: str) -> None:
    with FluidCloud() as fc:
        space = fc.spaces.list()[0]
        file = fc.files.upload(path, space.id, wait_clean=True)  # Only a clean file can be shared.
        share = fc.shares.create(file.id, expires_in_days=7, permission="download")
        print(f"Until {share.expires_at} anybody gets it at {share.url}")
        print(f"{len(httpx.get(share.url or '', follow_redirects=True).content):,} bytes come from there.")
        fc.shares.delete(share.id)
        print(f"Now the link answers {httpx.get(share.url or '').status_code}.")


if __name__ == "__main__":
    main(sys.argv[1])
