"""``fluidcloud verify``, which says what ``./run admin verify`` says, in the same words and with the same exit codes."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path
from typing import List

from .. import ProofError, ProvenErasure, verify_proof
from .._log.policy import MAX_POLICY
from .._log.proof import MAX_PROOF

ABOUT = (
    "Checks offline that an erasure is in the public log. Exit codes: 0 good; 1 false; 2 not trusted, or wrong arguments; "
    "3 unreadable. It needs no key."
)
EXIT_CODES = {"good": 0, "false": 1, "not_trusted": 2, "unreadable": 3}
HEADINGS = {"false": "FALSE", "not_trusted": "NOT TRUSTED", "unreadable": "UNREADABLE"}

STORAGE = {
    "permanent": "says that the bytes are gone for good",
    "absent": "had no bytes of it any more",
    "unstated": "deleted the bytes, and does not say whether for good",
    "recoverable": "keeps deleted bytes for a while: this was no erasure yet",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("proof", metavar="FILE", type=Path, help="the .tlog-proof file")
    parser.add_argument(
        "--policy", required=True, type=Path, help="whom to trust: a C2SP tlog-policy with the log's public key"
    )
    parser.add_argument("--file", type=Path, help="a copy of the erased file: proves that these very bytes were erased")


def run(options: argparse.Namespace) -> int:
    """The exit code is the verdict."""
    try:
        try:
            proof, policy = _read(options.proof, MAX_PROOF), _read(options.policy, MAX_POLICY)
            proven = verify_proof(proof, policy, options.file)
        except OSError as error:
            raise ProofError(str(error), "unreadable") from error
    except ProofError as error:
        if options.json:
            print(json.dumps({"verdict": error.verdict, "reason": str(error)}, ensure_ascii=False, indent=2))
        else:
            print(f"{HEADINGS[error.verdict]}: {error}", file=sys.stderr)
        return EXIT_CODES[error.verdict]
    print(json.dumps(proven.to_dict(), ensure_ascii=False, indent=2) if options.json else _words(proven))
    return EXIT_CODES[proven.verdict]


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ProofError(f"{path.name} has more than {most} bytes.", "unreadable")
    return data


def _words(proven: ProvenErasure) -> str:
    erased = proven.erased_at[:19].replace("T", " ")
    lines = _of_file(proven, erased) if proven.subject == "file" else _of_owner(proven, erased)
    lines.append(f"  Log      {proven.log.origin}, leaf {proven.log.index} of {proven.log.size}")
    for witness, seconds in proven.log.witnesses.items():
        seen = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=min(seconds, 253402300799))
        lines.append(f"  Witness  {witness} had seen it at {seen:%Y-%m-%d %H:%M:%S} UTC")
    return "\n".join(lines)


def _of_owner(proven: ProvenErasure, erased: str) -> List[str]:
    what = f"tenant {proven.tenant_id}" if proven.app is None else f"app {proven.app} of tenant {proven.tenant_id}"
    return [
        f"GOOD: {what} was erased at {erased} UTC (erasure {proven.erasure_id}).",
        f"  With it  {proven.files} files of {proven.size} bytes, {proven.links_killed} raw links, {proven.keys_revoked} keys",
    ]


def _of_file(proven: ProvenErasure, erased: str) -> List[str]:
    cause = {
        "call": "a call for this file",
        "sweep": f"Trash was emptied (sweep {proven.sweep_id})",
        "retention": f"it was in Trash longer than that is kept (sweep {proven.sweep_id})",
        "app": f"its app was erased (sweep {proven.sweep_id})",
        "tenant": f"its tenant was erased (sweep {proven.sweep_id})",
    }[proven.cause]
    sha256 = proven.sha256 or "unknown: it was erased before it was scanned"
    copy = "; the copy is of these very bytes" if proven.copy_matches else ""
    return [
        f"GOOD: file {proven.file_id} of tenant {proven.tenant_id}, {proven.size} bytes, was erased at {erased} UTC.",
        f"  Why      {cause}; {proven.links_killed} raw links died with it",
        f"  Storage  {STORAGE[proven.storage]}",
        f"  Bytes    SHA-256 {sha256}{copy}",
    ]
