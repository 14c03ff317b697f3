#!/usr/bin/env python3
"""A second auditor, from docs/LEDGER.md and Python's standard library alone.

usage: ledger_check.py FOLDER LOG-VKEY OFFICER-KEY...

Checks the checkpoint's signature, every entry against its tile, every tile against
the tree, the root, the spelling of every line, and every officer's signature.
Slow on purpose: definitions, not algorithms.
"""

import base64
import hashlib
import json
import pathlib
import sys

# --- Ed25519, RFC 8032 section 5.1 -------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    k, l, m, n = f - e, h - g, h + g, f + e
    return k * l % P, m * n % P, l * m % P, k * n % P


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    assert y < P, "not canonical"
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    assert (x * x - x2) % P == 0, "not a point"
    assert x or not sign, "not canonical"
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verify(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    point = decompress(key)
    right = add(decompress(signature[:32]), times(h, point))
    small = same(times(8, point), (0, 1, 1, 0))
    return s < L and not small and same(times(s, BASE), right)


# --- Merkle trees, RFC 6962 section 2.1 --------------------------------------------


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def mth(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


# --- Paths, C2SP tlog-tiles --------------------------------------------------------


def spelled(n, width):
    parts = [f"{n % 1000:03}"]
    while n >= 1000:
        n //= 1000
        parts.insert(0, f"x{n % 1000:03}")
    return "/".join(parts) + (f".p/{width}" if width < 256 else "")


def widths(count):
    return [min(256, count - start) for start in range(0, count, 256)]


def read_entries(folder, size):
    for n, width in enumerate(widths(size)):
        data = (folder / "tile/entries" / spelled(n, width)).read_bytes()
        for _ in range(width):
            length = int.from_bytes(data[:2], "big")
            yield data[2 : 2 + length]
            data = data[2 + length :]
        assert not data, "bytes after the last entry"


def check_tiles(folder, leaves):
    level, hashes = 0, leaves
    while hashes:
        for n, width in enumerate(widths(len(hashes))):
            data = (folder / "tile" / str(level) / spelled(n, width)).read_bytes()
            assert data == b"".join(hashes[n * 256 :][:width]), f"tile {level}/{n}"
        full = len(hashes) // 256
        hashes = [mth(hashes[n * 256 : n * 256 + 256]) for n in range(full)]
        level += 1


# --- Checkpoints: C2SP signed-note, tlog-checkpoint --------------------------------


def read_checkpoint(folder, vkey):
    name, key_id, typed = vkey.split("+", 2)
    typed = base64.b64decode(typed, validate=True)
    assert typed[0] == 1, "not an Ed25519 key"
    assert hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8] == key_id, "key id"
    text, signatures = (folder / "checkpoint").read_text("utf-8").split("\n\n")
    text += "\n"
    origin, size, root = text.splitlines()
    assert origin == name and size == str(int(size)), "origin or size"
    for line in signatures.splitlines():
        dash, signer, data = line.split(" ")
        data = base64.b64decode(data, validate=True)
        if dash == "—" and signer == name and data[:4].hex() == key_id:
            assert verify(typed[1:], text.encode(), data[4:]), "checkpoint signature"
            return int(size), base64.b64decode(root, validate=True)
    raise AssertionError("the log did not sign")


# --- Entries -----------------------------------------------------------------------


def check_entry(line, keys):
    entry = json.loads(line)
    spelling = json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()
    assert spelling == line and len(line) <= 4096, "spelling"
    if "signature" not in entry:
        assert entry["fact"] in ("received", "roster", "policy", "clock"), "unsigned"
        return False
    assert list(entry)[-2:] == ["key", "signature"], "order"
    signature = base64.b64decode(entry.pop("signature"), validate=True)
    unsigned = json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()
    key = keys[entry["key"]]
    assert verify(key, b"svilpe/v1/entry\0" + unsigned, signature), "officer's signature"
    return True


def main(folder, vkey, *officers):
    folder = pathlib.Path(folder)
    keys = [base64.b64decode(key.removeprefix("ed25519:"), validate=True) for key in officers]
    keys = {hashlib.sha256(key).hexdigest()[:16]: key for key in keys}
    size, root = read_checkpoint(folder, vkey)
    entries = list(read_entries(folder, size))
    leaves = [leaf(entry) for entry in entries]
    assert mth(leaves) == root, "root"
    check_tiles(folder, leaves)
    signed = sum(check_entry(line, keys) for line in entries)
    print(f"{size} entries, {signed} signed, all well")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (AssertionError, KeyError, ValueError, OSError) as error:
        print(f"not well: {error!r}")
        sys.exit(1)
