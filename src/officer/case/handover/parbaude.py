#!/usr/bin/env python3
"""Pārbauda šo mapi. Checks this folder.

Vajag / needs: Python 3, openssl (3.0+). Tīklu nelieto / uses no network.

0. satura saraksts: paraksts, viss te ir / the list of contents: its signature, all of it is here
1. žurnāla galva: paraksts / the ledger's head: its signature
2. katrs ieraksts ir žurnālā / each entry is in the ledger      RFC 9162, 2.1.3.2
   katrs solis seko iepriekšējam / each step follows the one before
3. atbildīgo personu ierakstu paraksti / each officer's entry: its signature
4. katrs oriģināls ir ieraksts / each original is an entry       SHA-256
5. katras vēstules paraksts / each letter: its signature
6. katrs fails / each file: its digest; of a letter's file, it stands in what was signed

Iznākums / exit code: 0 viss saskan / all well, 3 vēl nav žurnālā / not yet in the ledger,
1 nesaskan / not well. Ka sarakstā nekas nav izlaists, apliecina tas, kurš to parakstīja / that the
list leaves nothing out stands on the word of whoever signed it.
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
# What is read here. Others (.DS_Store, Thumbs.db) are a computer's own.
READ = {".age", ".bin", ".txt", ".signed", ".sig", ".entry", ".proof", ".toml", ".pub", ".minisig"}


class NotWell(Exception):
    """Kas nesaskan / what does not agree."""


def must(holds, otherwise):
    """Not by assert, which some ways of running Python leave out."""
    if not holds:
        raise NotWell(otherwise)


def ours(folder, ending):
    """Not what a computer puts beside files: ._NAME."""
    paths = sorted((HERE / folder).glob("*" + ending))
    return [path for path in paths if not path.name.startswith(".")]


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
        must(last, "the proof is too long")
        if node & 1 or node == last:
            leaf = sha256(b"\1", sibling, leaf)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            leaf = sha256(b"\1", leaf, sibling)
        node, last = node >> 1, last >> 1
    must(last == 0, "the proof is too short")
    return leaf


def rosters():
    """Keys as the rosters name them, the newest roster last. minisign has checked them before."""
    officers, logs, newest, name = {}, set(), {}, ""
    for path in sorted(ours("saraksti", ".toml"), key=lambda path: int(path.stem)):
        text, newest, name = path.read_text("utf-8"), {}, path.name
        for key in re.findall(r'^signing\s*=\s*"ed25519:([^"]+)"', text, re.M):
            key = base64.b64decode(key, validate=True)
            newest[hashlib.sha256(key).hexdigest()[:16]] = key
        officers.update(newest)
        logs.update(re.findall(r'^log\s*=\s*"([^"]+)"', text, re.M))
    return officers, logs, newest, name


def contents(newest):
    """The list of contents: signed by an officer in force, and exactly what is here."""
    sums, facts = (HERE / "SHA256SUMS").read_bytes(), json.loads((HERE / "lieta.json").read_bytes())
    signature, key = (HERE / "SHA256SUMS.sig").read_bytes(), newest.get(facts["key"])
    must(key and is_signed(key, b"svilpe/v1/court\0" + sums, signature),
         "satura sarakstu nav parakstījusi atbildīgā persona / the list is not signed by an officer")
    named = dict(reversed(line.split("  ", 1)) for line in sums.decode("utf-8").splitlines())
    must("lieta.json" in named, "lieta.json")
    for name, digest in named.items():
        path = HERE / name
        must(path.is_file(), f"{name}: trūkst / missing")
        must(hashlib.sha256(path.read_bytes()).hexdigest() == digest, f"{name}: mainīts / changed")
    for path in sorted(HERE.rglob("*")):
        name = path.relative_to(HERE).as_posix()
        if path.is_dir() or name in named or name in ("SHA256SUMS", "SHA256SUMS.sig"):
            continue
        must(path.suffix not in READ or path.name.startswith("."),
             f"{name}: nav sarakstā / not in the list")
        print(f"   {name}: nav no šī ZIP / not of this ZIP")
    return facts


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
    raise NotWell("žurnāla galvu nav parakstījis saraksta žurnāls / the head is not signed")


def main():
    officers, logs, newest, roster = rosters()
    facts = contents(newest)
    print(f"0. saturs parakstīts / contents signed: {facts['officer']} "
          f"({roster}: vai tas bija jaunākais, zina iestāde / whether it was the newest, ask them)")
    size, root = checkpoint(logs)
    print(f"1. žurnāla galva parakstīta / head signed: {size}")

    must(size == facts["size"], "žurnāla galva ir cita / another head")
    received, signed, before, named = set(), 0, {}, set()
    paths = ours("zurnals", ".entry")
    must([int(path.stem) for path in paths] == facts["entries"],
         "trūkst ieraksta / an entry is missing")
    for path in paths:
        line = path.read_bytes()
        proof = path.with_suffix(".proof").read_text("ascii").split()
        proof = [base64.b64decode(sibling) for sibling in proof]
        leaf = sha256(b"\0", line)
        must(root_of(int(path.stem), size, leaf, proof) == root,
             f"{path.name}: nav žurnālā / not in it")
        entry = json.loads(line)
        if entry["fact"] == "received":
            received.add(entry["item"])
        if entry["fact"] == "roster":
            named.add(entry["digest"])
        if "after" in entry:
            must(entry["after"] == before.get(entry["case"]),
                 f"{path.name}: trūkst ieraksta pirms tā / the entry before it is missing")
        if "case" in entry:
            before[entry["case"]] = leaf.hex()
        if "signature" in entry:
            unsigned = line[: line.rindex(b',"signature":"')] + b"}"
            signature = base64.b64decode(entry["signature"])
            message = b"svilpe/v1/entry\0" + unsigned
            must(is_signed(officers[entry["key"]], message, signature), f"{path.name}: paraksts")
            signed += 1
    for path in ours("saraksti", ".toml"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        must(digest in named,
             f"{path.name}: žurnālā tāda saraksta nav / not a roster of the ledger")
    print(f"2. ieraksti ir žurnālā / entries in the ledger: {len(paths)}")
    print(f"3. ierakstu paraksti / entries signed: {signed}")

    originals = ours("originali", ".age")
    must({path.stem for path in originals} == set(facts["originals"]), "oriģināli / originals")
    waiting = set(facts["waiting"])
    for path in originals:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        must(digest == path.stem, f"{path.name}: mainīts / changed")
        must(digest in received or digest in waiting, f"{path.name}: nav ieraksta / no entry")
    print(f"4. oriģināli ir ieraksti / originals are entries: {len(originals) - len(waiting)}")

    sealed = len(ours("vestules", ".age"))
    must(sealed == facts["letters"], "trūkst vēstules / a letter is missing")
    letters = ours("vestules", ".signed")
    for path in letters:
        message, signature = path.read_bytes(), path.with_suffix(".sig").read_bytes()
        by = any(is_signed(key, message, signature) for key in officers.values())
        must(by, f"{path.name}: paraksts")
    print(f"5. vēstules parakstītas / letters signed: {len(letters)} ({sealed})")

    enclosed, said = 0, [path.read_bytes() for path in letters]
    for line in (HERE / "lasams/failu-nosaukumi.txt").read_text("utf-8").splitlines():
        name, _, _, named, source = line.split("\t")
        digest = hashlib.sha256((HERE / "lasams" / name).read_bytes())
        must(digest.hexdigest() == named, f"{name}: mainīts / changed")
        if source == "vestule":
            must(any(digest.digest() in letter for letter in said),
                 f"{name}: nav parakstīts / not signed")
            enclosed += 1
    print(f"6. vēstuļu faili parakstīti / letters' files signed: {enclosed}")
    if waiting:
        print(f"VĒL NAV ŽURNĀLĀ / NOT YET IN THE LEDGER: {len(waiting)}")
        sys.exit(3)
    print("VISS SASKAN / ALL WELL")


if __name__ == "__main__":
    # A terminal that has no Latvian letters is no reason to fail.
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        main()
    except (NotWell, KeyError, ValueError, OSError) as error:
        print(f"NESASKAN / NOT WELL: {error!r}")
        sys.exit(1)
