#!/usr/bin/env python3
"""Pārbauda šo mapi. Checks this folder.

Vajag / needs: Python 3, openssl (3.0+). Tīklu nelieto / uses no network.

1. žurnāla galva: paraksts / the ledger's head: its signature
2. katrs ieraksts ir žurnālā / each entry is in the ledger      RFC 9162, 2.1.3.2
3. katra ieraksta paraksts / each officer's entry: its signature
4. katrs oriģināls ir ieraksts / each original is an entry       SHA-256
5. katras vēstules paraksts / each letter: its signature
6. katrs fails / each file: its digest; of a letter's file, it stands in what was signed
"""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def is_signed(key, message, signature):
    """Ed25519, by openssl: the key as DER, then what it has to check."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        der = bytes.fromhex("302a300506032b6570032100") + key
        for name, content in (("key", der), ("message", message), ("signature", signature)):
            (folder / name).write_bytes(content)
        done = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder / "key",
             "-rawin", "-in", folder / "message", "-sigfile", folder / "signature"],
            capture_output=True, check=False)
        return done.returncode == 0


def root_of(index, size, leaf, proof):
    node, last = index, size - 1
    for sibling in proof:
        assert last, "the proof is too long"
        if node & 1 or node == last:
            leaf = sha256(b"\1", sibling, leaf)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            leaf = sha256(b"\1", leaf, sibling)
        node, last = node >> 1, last >> 1
    assert last == 0, "the proof is too short"
    return leaf


def rosters():
    """Keys as the rosters name them. minisign has checked the rosters before."""
    officers, logs = {}, set()
    for path in sorted((HERE / "saraksti").glob("*.toml")):
        text = path.read_text("utf-8")
        for key in re.findall(r'^signing\s*=\s*"ed25519:([^"]+)"', text, re.M):
            key = base64.b64decode(key, validate=True)
            officers[hashlib.sha256(key).hexdigest()[:16]] = key
        logs.update(re.findall(r'^log\s*=\s*"([^"]+)"', text, re.M))
    return officers, logs


def checkpoint(logs):
    text, signatures = (HERE / "zurnals/checkpoint").read_text("utf-8").split("\n\n")
    text += "\n"
    origin, size, root = text.splitlines()
    for log in logs:
        name, key_id, typed = log.split("+", 2)
        key = base64.b64decode(typed)[1:]
        for line in signatures.splitlines():
            _, signer, data = line.split(" ")
            data = base64.b64decode(data)
            if signer == name == origin and data[:4].hex() == key_id:
                if is_signed(key, text.encode(), data[4:]):
                    return int(size), base64.b64decode(root)
    raise AssertionError("žurnāla galvu nav parakstījis saraksta žurnāls / the head is not signed")


def main():
    officers, logs = rosters()
    size, root = checkpoint(logs)
    print(f"1. žurnāla galva parakstīta / head signed: {size}")

    received, signed = set(), 0
    paths = sorted((HERE / "zurnals").glob("*.entry"))
    for path in paths:
        line = path.read_bytes()
        proof = path.with_suffix(".proof").read_text("ascii").split()
        proof = [base64.b64decode(sibling) for sibling in proof]
        leaf = sha256(b"\0", line)
        assert root_of(int(path.stem), size, leaf, proof) == root, f"{path.name}: nav žurnālā / not in it"
        entry = json.loads(line)
        if entry["fact"] == "received":
            received.add(entry["item"])
        if "signature" in entry:
            unsigned = line[: line.rindex(b',"signature":"')] + b"}"
            signature = base64.b64decode(entry["signature"])
            message = b"svilpe/v1/entry\0" + unsigned
            assert is_signed(officers[entry["key"]], message, signature), f"{path.name}: paraksts"
            signed += 1
    print(f"2. ieraksti ir žurnālā / entries in the ledger: {len(paths)}")
    print(f"3. ierakstu paraksti / entries signed: {signed}")

    originals = sorted((HERE / "originali").glob("*.age"))
    for path in originals:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert digest == path.stem, f"{path.name}: mainīts / changed"
        assert digest in received, f"{path.name}: nav ieraksta / no entry"
    print(f"4. oriģināli ir ieraksti / originals are entries: {len(originals)}")

    letters = sorted((HERE / "vestules").glob("*.signed"))
    for path in letters:
        message, signature = path.read_bytes(), path.with_suffix(".sig").read_bytes()
        by = any(is_signed(key, message, signature) for key in officers.values())
        assert by, f"{path.name}: paraksts"
    print(f"5. vēstules parakstītas / letters signed: {len(letters)}")

    enclosed, said = 0, [path.read_bytes() for path in letters]
    for line in (HERE / "lasams/failu-nosaukumi.txt").read_text("utf-8").splitlines():
        name, _, _, named, source = line.split("\t")
        digest = hashlib.sha256((HERE / "lasams" / name).read_bytes())
        assert digest.hexdigest() == named, f"{name}: mainīts / changed"
        if source == "vestule":
            assert any(digest.digest() in letter for letter in said), f"{name}: nav parakstīts / not signed"
            enclosed += 1
    print(f"6. vēstuļu faili parakstīti / letters' files signed: {enclosed}")
    print("VISS SASKAN / ALL WELL")


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, KeyError, ValueError, OSError) as error:
        print(f"NESASKAN / NOT WELL: {error!r}")
        sys.exit(1)
