"""Verifies Ed25519 signatures (RFC 8032). Nothing here is secret, so nothing needs to take the same time for all values."""

from __future__ import annotations

import hashlib
from typing import Optional, Tuple

P = 2**255 - 19
#: The order of the base point.
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
#: A square root of -1.
I = pow(2, (P - 1) // 4, P)

#: Extended coordinates: x = X/Z, y = Y/Z, x*y = T/Z.
Point = Tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is this key's over the message.

    Stricter than RFC 8032 in one point: a public key of small order, under which one signature fits many messages, verifies
    nothing.
    """
    key = _decode(public_key)
    if key is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= L or _is_neutral(_multiply_both(8, key, 0, NEUTRAL)):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % L
    # R = [S]B - [k]A, compared as it is written: so another way of writing R is refused too.
    return _encode(_multiply_both(s, BASE, k, (P - key[0], key[1], key[2], P - key[3]))) == signature[:32]


def _add(a: Point, b: Point) -> Point:
    """Section 5.1.4; also doubles."""
    left = (a[1] - a[0]) * (b[1] - b[0]) % P
    right = (a[1] + a[0]) * (b[1] + b[0]) % P
    c = 2 * a[3] * b[3] * D % P
    d = 2 * a[2] * b[2] % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply_both(m: int, a: Point, n: int, b: Point) -> Point:
    """m times a plus n times b."""
    both = _add(a, b)
    result = NEUTRAL
    for bit in range(max(m.bit_length(), n.bit_length()) - 1, -1, -1):
        result = _add(result, result)
        in_m, in_n = m >> bit & 1, n >> bit & 1
        if in_m or in_n:
            result = _add(result, both if in_m and in_n else a if in_m else b)
    return result


def _is_neutral(point: Point) -> bool:
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def _encode(point: Point) -> bytes:
    """Section 5.1.2."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decode(data: bytes) -> Optional[Point]:
    """Section 5.1.3; None when it is no point, or not written in the one way that there is."""
    number = int.from_bytes(data, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * I % P
    if (x * x - square) % P != 0 or (x == 0 and odd):
        return None
    if x & 1 != odd:
        x = P - x
    return x, y, 1, x * y % P


def _base() -> Point:
    point = _decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    assert point is not None
    return point


BASE = _base()
