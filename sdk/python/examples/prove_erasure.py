"""Empties Trash, and keeps the proof that each file was erased: python prove_erasure.py POLICY FOLDER

POLICY names whom you trust, in two lines: "log KEY" with the public key of the erasure log, and "quorum none".
It needs FLUIDCLOUD_API_KEY, and for ./run FLUIDCLOUD_BASE_URL.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fluidcloud import FluidCloud, verify_proof


def main(policy: Path, target: Path) -> None:
    with FluidCloud() as fc:
        emptied = fc.trash.empty(wait=True)
        assert emptied.sweep is not None
        print(f"{emptied.sweep.files_done} files are erased.")
        for receipt in fc.receipts.iterate(emptied.sweep.id):
            # Each receipt comes into the public log within half a minute.
            proof = target / f"{receipt.file_id}.tlog-proof"
            proof.write_bytes(fc.receipts.proof(receipt.file_id))

    # From here on nobody is asked: whoever has the files can check them, anywhere and any time.
    for proof in sorted(target.glob("*.tlog-proof")):
        proven = verify_proof(proof.read_bytes(), policy.read_bytes())
        print(f"Proven: {proven.file_id}, {proven.size} bytes, was erased at {proven.erased_at}; storage: {proven.storage}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
