#!/usr/bin/python3
"""Fits the tag model: one penalised logistic regression a tag over the detector's own features, all tags in one small file.

usage: tags.py ROWS.jsonl OUT_DIR

Thresholds come from scores of ideas a fold was not fitted on, and only from rows of the even half: the odd half is what
measure-situations.ts measures. Ideas held out of every shipped model are left out of the last fit. Figures of both halves are printed.
"""
import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

FOLDS, PENALTY, ENTRIES, LEAST_SEEN = 5, 1.0, 71_000, 3
# A miss weighs more than a look: rules lose few of their true hits, words alone need be right every third time.
KEEP, BETA, PURE, SURELY_NOT = 0.98, 1.5, 0.35, -3.2
# What a person sees whatever else is said, and all seriousness, where doubt counts as serious: no words around it take it back.
# An age is stated or not: nothing to weigh.
GRAVE = {"#DEATH", "#LIFE_THREATENING", "#SUICIDALITY", "@PAEDIATRIC", "@ELDERLY"}
# In a language with few rows the words around must tell against a hit the more plainly (tag-model.ts).
DOUBT = 1.0


def chance(text):
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def design(rows, places):
    row_of, column, value = [], [], []
    for i, row in enumerate(rows):
        share = 4 / np.sqrt(max(8, len(row["words"])))
        for features, weight in ((row["words"], share), (row["rules"], 1.0)):
            known = [places[f] for f in features if f in places]
            row_of += [i] * len(known)
            column += known
            value += [weight] * len(known)
    return sp.csr_matrix((value, (row_of, column)), shape=(len(rows), len(places)))


def regression(x, y):
    transposed = x.T.tocsr()

    def loss(w):
        z = x @ w[:-1] + w[-1]
        error = 1 / (1 + np.exp(-np.clip(z, -30, 30))) - y
        gradient = np.append(transposed @ error + PENALTY * w[:-1], error.sum())
        return np.sum(np.logaddexp(0, z) - y * z) + PENALTY / 2 * np.sum(w[:-1] ** 2), gradient

    start = np.zeros(x.shape[1] + 1)
    start[-1] = np.log(max(1, y.sum()) / len(y))
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 40}).x


def shipped(weights):
    """The heaviest entries as int8 with a scale a tag: what a fold is measured with is what ships."""
    cut = np.sort(np.abs(weights), axis=None)[-ENTRIES] if weights.size > ENTRIES else 0
    scale = np.abs(weights).max(0) / 127
    scale[scale == 0] = 1
    return np.where(np.abs(weights) >= cut, np.round(weights / scale), 0).astype(np.int8), scale


def fit(x, gold):
    fitted = np.array([regression(x, gold[:, j]) for j in range(gold.shape[1])])
    packed, scale = shipped(fitted[:, :-1].T)
    return packed, scale, fitted[:, -1]


def score(x, model):
    packed, scale, bias = model
    return x @ (packed.astype(float) * scale) + bias


def figures(gold, found, beta=1.0):
    both = (gold & found).sum()
    precision, recall = both / max(1, found.sum()), both / max(1, gold.sum())
    return precision, recall, (1 + beta**2) * precision * recall / max(1e-9, beta**2 * precision + recall)


def thresholds(points, worded, gold, held, grave):
    """`least` keeps all but a few of the rules' true hits; `enough` is best by F, where what it adds is right often enough."""
    true = np.sort(points[held & gold])
    least = float(min(SURELY_NOT, true[int((1 - KEEP) * len(true))] - 1e-6)) if len(true) and not grave else -99.0
    stands = held & (points >= least)
    best = (figures(gold, stands, BETA)[2], 9.0)
    for enough in np.arange(max(-4.0, least), 3, 0.1):
        more = (worded >= enough) & ~held
        if more.sum() == 0 or (more & gold).sum() / more.sum() < PURE:
            continue
        best = max(best, (figures(gold, stands | more, BETA)[2], float(enough)))
    return least, best[1]


def write(folder, tags, places, model):
    packed, _, _ = model
    kept = np.flatnonzero(np.abs(packed).sum(1))
    entries = [np.flatnonzero(packed[i]) for i in kept]
    hashes = np.array(sorted(places, key=places.get), dtype=np.int64)[kept].astype(np.int32)
    blocks, sections = bytearray(), []
    for name, array in (
        ("tags.hashes", hashes),
        ("tags.starts", np.concatenate([[0], np.cumsum([len(e) for e in entries])]).astype(np.int32)),
        ("tags.columns", np.concatenate(entries).astype(np.int8)),
        ("tags.weights", np.concatenate([packed[i][e] for i, e in zip(kept, entries)])),
    ):
        sections.append({"name": name, "type": str(array.dtype), "shape": list(array.shape), "offset": len(blocks)})
        blocks += array.tobytes() + b"\0" * (-array.nbytes % 8)
    (folder / "tags.bin").write_bytes(bytes(blocks))
    (folder / "tags.json").write_text(json.dumps({"tags": tags, "sections": sections}, indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.rows.read_text().splitlines()]
    seen = Counter(f for row in rows for f in row["words"] + row["rules"])
    places = {f: i for i, f in enumerate(sorted(f for f, count in seen.items() if count >= LEAST_SEEN))}
    codes = sorted({code for row in rows for code in row["gold"]})
    gold = np.array([[code in row["gold"] for code in codes] for row in rows])
    held = np.array([[code in row["held"] for code in codes] for row in rows])
    taught = np.array([row["taught"] for row in rows])
    odd = np.array([row["odd"] == 1 for row in rows])
    fold = np.array([chance(f"tags {row['group']}") % FOLDS for row in rows])
    out = np.array([chance(f"held {row['group']}") % 10 == 0 for row in rows])
    x = design(rows, places)
    print(f"{len(rows)} rows, {len(places)} features, {len(codes)} tags, {out.sum()} rows held out", flush=True)
    points = np.zeros(gold.shape)
    for k in range(FOLDS):
        points[fold == k] = score(x[fold == k], fit(x[(fold != k) & ~out], gold[(fold != k) & ~out].astype(float)))
        print(f"fold {k}", file=sys.stderr, flush=True)
    final = fit(x[~out], gold[~out].astype(float))
    tags, before, after = [], [], []
    for j, code in enumerate(codes):
        # Words alone are believed in the one language that has rows enough.
        worded = np.where(taught, points[:, j], -99.0)
        weighed = np.where(taught, points[:, j], points[:, j] + DOUBT)
        least, enough = thresholds(weighed[~odd], worded[~odd], gold[~odd, j], held[~odd, j], code in GRAVE or code.startswith("!"))
        found = np.where(held[:, j], weighed >= least, worded >= enough)
        rules, both = figures(gold[odd, j], held[odd, j]), figures(gold[odd, j], found[odd])
        before.append(rules[2])
        after.append(both[2])
        print(f"{code:26}{gold[odd, j].sum():5d}  rules {rules[0]:.2f} {rules[1]:.2f}  weighed {both[0]:.2f} {both[1]:.2f}   {least:.1f} {enough:.1f}")
        tags.append({"code": code, "bias": round(float(final[2][j]), 4), "scale": float(final[1][j]), "least": round(least, 3), "enough": round(enough, 3)})
    print(f"mean F of the odd half, by folds: rules {np.mean(before):.3f}, weighed {np.mean(after):.3f}")
    args.out.mkdir(parents=True, exist_ok=True)
    write(args.out, tags, places, final)


main()
