#!/usr/bin/env python3
"""A second, independent reading of hark-bundle-v1, used only in tests.

It shares no code with the verifier: tar by Python's tarfile, the tree by the RFC 9162 recursion, Ed25519 by
`openssl pkeyutl`. One bug cannot hide on both sides. Usage: second-checker.py BUNDLE VKEY; exit 0 or 1.
"""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def tree_root(leaves):
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha(b"\x01", tree_root(leaves[:split]), tree_root(leaves[split:]))


def entries_of(files):
    def order(name):
        return int("".join(c for c in name.split("entries/")[1].split(".p/")[0] if c.isdigit()))

    for name in sorted((n for n in files if n.startswith("tile/entries/")), key=order):
        data, at = files[name], 0
        while at < len(data):
            length = int.from_bytes(data[at : at + 2], "big")
            yield data[at + 2 : at + 2 + length]
            at += 2 + length


def signature_stands(public_key, message, signature):
    spki = bytes.fromhex("302a300506032b6570032100") + public_key
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(spki) + b"\n-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key.pem", pem), ("message", message), ("signature", signature)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "message"]
        ran = subprocess.run(command + ["-sigfile", "signature"], cwd=folder, capture_output=True)
        return ran.returncode == 0


def check(bundle, vkey):
    with tarfile.open(bundle) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive.getmembers()}
    manifest = json.loads(files["manifest.json"])
    for name, facts in manifest["files"].items():
        if hashlib.sha256(files[name]).hexdigest() != facts["sha256"]:
            return f"{name} differs from the manifest"
    note = files["checkpoint"].decode()
    body, lines = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :]
    origin, size, root = body.splitlines()
    name, key_id, packed = vkey.split("+", 2)
    wanted = bytes.fromhex(key_id)
    signatures = [base64.b64decode(line.split(" ")[2]) for line in lines.splitlines() if line.split(" ")[1] == name]
    ours = [signature[4:] for signature in signatures if signature[:4] == wanted]
    if name != origin or not ours:
        return "no signature by this key"
    if not all(signature_stands(base64.b64decode(packed)[1:], body.encode(), signature) for signature in ours):
        return "the signature does not stand"
    leaves = []
    for index, entry in enumerate(entries_of(files)):
        if json.loads(entry)["seq"] != index:
            return f"entry {index} says it is another"
        leaves.append(sha(b"\x00", entry))
    if len(leaves) != int(size) or base64.b64encode(tree_root(leaves)).decode() != root:
        return "the entries do not give the signed root"
    return None


if __name__ == "__main__":
    fault = check(sys.argv[1], sys.argv[2])
    print(fault or "ok")
    sys.exit(1 if fault else 0)
