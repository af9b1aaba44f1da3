"""Fits rules, linear part and net on the extracted rows, combines and calibrates them, and writes the model that ships.

usage: train.py ROWS.jsonl VECTORS.npz FOLDER_OF_ALIASES OUT_DIR [--dev ROWS.jsonl] [--folds N] [--seeds N] [--epochs N]
"""
import argparse
import json
import time

import numpy as np
import torch

import linear as L
import net as N
import rows as R
import spelling as S
from aliases import read_aliases
from combine import combine, rule_matrix
from export import write_model
from swap import Swaps

parser = argparse.ArgumentParser()
for name in ("rows", "vectors", "aliases", "out"):
    parser.add_argument(name)
parser.add_argument("--dev")
parser.add_argument("--save", default="/dev/null")
parser.add_argument("--folds", type=int, default=2)
parser.add_argument("--seeds", type=int, default=3)
parser.add_argument("--epochs", type=int, default=9)
parser.add_argument("--swap", type=float, default=0.15)
parser.add_argument("--net", default="{}")
parser.add_argument("--teacher", default="{}", help="shape of the nets that several seeds train; the one that ships learns from them")
parser.add_argument("--no-export", action="store_true")
parser.add_argument("--vocabulary", type=int, default=150_000)
args = parser.parse_args()
torch.set_num_threads(1)
started = time.time()


def say(*text):
    print(f"[{time.time() - started:5.0f}s]", *text, flush=True)


# How much a row teaches: our own posts follow the policy; reviews and case reports are other registers.
WEIGHTS = {"own": 1.5, "psytar": 0.5, "phee": 0.2}
PHEE_SHARE = 0.4
LINEAR_WEIGHTS = {"own": 0.5, "psytar": 0.35, "phee": 0.1}  # own rows come twice, as marked and as found
# Situations without an event stand between: they teach less of where the line is.
SITUATION_WEIGHT = 0.4
# Nothing tells "no nausea" from "no rash" but the "no": what is denied changes places more often than what is asserted.
SWAPPED = {"negated": 0.6, "hypothetical": 0.4}


def prepare(rows):
    for r in rows:
        r["tokens"] = L.tokens_of(r)
        r["weight"] = WEIGHTS.get(r["domain"], 1.0) * (SITUATION_WEIGHT if r["label"] == "S" else 1.0)
        r["target"] = R.target_of(r)
        r["held"] = r["domain"] == "own" and R.held_out(r["group"])
    return rows


rows = prepare([r for r in R.load(args.rows) if R.usable(r)])
dev = prepare(R.load(args.dev)) if args.dev else []
domain = np.array([r["domain"] for r in rows])
y = np.array([float(r["label"] == "A") for r in rows])
target = np.array([r["target"] for r in rows])
held = np.array([r["held"] for r in rows])
shown = np.array([r["domain"] != "own" or r["view"] == "run" for r in rows])
fold = np.array([R.fold_of(r["group"], args.folds) for r in rows])
say(f"{len(rows)} rows, {held.sum() // 2} own held out, {len(dev)} development rows")

aliases = read_aliases(args.aliases)
packed = np.load(args.vectors)
vectors = {"words": list(packed["words"]), "vectors": packed["vectors"].astype(np.float32)}
words = N.Words([r["tokens"] for r in rows if not r["held"]], vectors, aliases, [r["tokens"] for r in rows + dev])
words.fit_spelling(S, args.vectors.replace('vectors', 'spelling'))
say(f"{len(words.names)} words seen, {int(words.missing.sum())} of them only by spelling")

pairs = {}
for i, r in enumerate(rows):
    if not r["held"]:
        pairs.setdefault((r["domain"], r["id"]), []).append(i)


def sampler(inside):
    """One view of each row an epoch; a share of the case reports."""
    chosen = [ii for ii in pairs.values() if all(inside[i] for i in ii)]

    pool = Swaps([rows[ii[0]] for ii in chosen if rows[ii[0]]["domain"] == "own"])

    def draw(rng):
        drawn = [rows[ii[int(rng.random() * len(ii))]] for ii in chosen if rows[ii[0]]["domain"] != "phee" or rng.random() < PHEE_SHARE]
        return [pool.swapped(r, rng, SWAPPED.get(r.get("negative"), args.swap)) if r["domain"] == "own" else r for r in drawn]

    return draw


bags = [L.features(r) for r in rows]
dev_bags = [L.features(r) for r in dev]
wl = np.array([LINEAR_WEIGHTS.get(r["domain"], 0) * (SITUATION_WEIGHT if r["label"] == "S" else 1.0) for r in rows])


def fit_linear(idx):
    return L.Linear().fit([bags[i][0] for i in idx], [bags[i][1] for i in idx], target[idx], wl[idx], [domain[i] for i in idx])


def score_linear(model, some):
    return model.score([b for b, _ in some], [c for _, c in some])


# Scores of each part on rows it was not fitted on, by folds of whole ideas.
parts = {"hand": np.array([r["hand"] for r in rows], float), "rules": np.zeros(len(rows)), "linear": np.zeros(len(rows)), "net": np.zeros(len(rows)), "tags": np.zeros(len(rows))}
post = np.zeros((len(rows), 2 + len(N.NEGATIVES) + len(N.SENTIMENTS)), np.float32)
tags = [None] * len(rows)
dev_parts = {name: [] for name in parts}
rule_names, xr = rule_matrix(rows)
_, xd = rule_matrix(dev, rule_names) if dev else (None, None)
for k in range(args.folds):
    inside = ~held & (fold != k)
    train, test = np.flatnonzero(inside), np.flatnonzero((fold == k) | held if k == 0 else (fold == k) & ~held)
    model = fit_linear(train)
    parts["linear"][test] = score_linear(model, [bags[i] for i in test])
    own = np.flatnonzero(inside & (domain == "own"))
    theta, bias = L.logistic(L.sp.csr_matrix(xr[own]), target[own], np.full(len(own), 0.5), 1.0)
    parts["rules"][test] = xr[test] @ theta + bias
    net = N.train(sampler(inside), words, k, epochs=args.epochs, **json.loads(args.net))
    p, t = N.predict(net, [rows[i] for i in test], words)
    parts["net"][test], post[test] = p[:, 0], p
    for i, row_tags in zip(test, t):
        tags[i] = row_tags
        parts["tags"][i] = N.event_margin(row_tags)
    if dev:
        dev_parts["hand"].append(np.array([r["hand"] for r in dev], float))
        dev_parts["linear"].append(score_linear(model, dev_bags))
        dev_parts["rules"].append(xd @ theta + bias)
        p, t = N.predict(net, dev, words)
        dev_parts["net"].append(p[:, 0])
        dev_parts["tags"].append(np.array([N.event_margin(row_tags) for row_tags in t]))
    say(f"fold {k} done")

dev_parts = {name: np.mean(scores, 0) for name, scores in dev_parts.items() if scores}
fitted = combine(rows, y, domain, shown & ~held, parts, post, tags, dev, dev_parts, say)
np.savez(args.save, **parts, post=post, y=y, held=held, shown=shown, domain=domain, **{f"dev_{k}": v for k, v in dev_parts.items()}) if args.save != "/dev/null" else None

if args.no_export:
    raise SystemExit
everything = np.flatnonzero(~held)
final_linear = fit_linear(everything).pruned(60_000, [bags[i] for i in everything], target[everything], wl[everything], [domain[i] for i in everything])
own = np.flatnonzero(~held & (domain == "own"))
theta, bias = L.logistic(L.sp.csr_matrix(xr[own]), target[own], np.full(len(own), 0.5), 1.0)
say(f"linear part: {len(final_linear.words.names)} n-grams, {len(final_linear.grams.names)} letter runs")
shape = json.loads(args.teacher if args.seeds > 1 else args.net)
nets = [N.train(sampler(~held), words, 100 + seed, epochs=args.epochs, **shape) for seed in range(args.seeds)]
say(f"{len(nets)} nets")
final_net = N.distil(nets, sampler(~held), words, 7, args.epochs + 3, **json.loads(args.net)) if len(nets) > 1 else nets[0]
write_model(args.out, final_linear, (rule_names, theta, bias), final_net, words, vectors, aliases, fitted, rows, held, args, S, L, say)
