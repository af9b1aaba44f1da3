"""Writes the model that ships: NAME.bin with blocks of numbers, NAME.json that describes them."""
import json
import re
from pathlib import Path

import numpy as np
import torch

import net as N
from rows import CHANNELS


class Blocks:
    def __init__(self):
        self.sections, self.bytes = [], bytearray()

    def add(self, name, array):
        array = np.ascontiguousarray(array)
        self.sections.append({"name": name, "type": str(array.dtype), "shape": list(array.shape), "offset": len(self.bytes)})
        self.bytes += array.tobytes()
        self.bytes += b"\0" * (-len(self.bytes) % 8)

    def write(self, folder, name, header):
        (folder / f"{name}.bin").write_bytes(bytes(self.bytes))
        (folder / f"{name}.json").write_text(json.dumps({**header, "sections": self.sections}, indent=1) + "\n")


def hashes(names, fnv):
    return np.array([fnv(0x811C9DC5, n) for n in names], dtype=np.uint32).view(np.int32)


def int16(weights):
    scale = float(np.abs(weights).max() / 32767) or 1.0
    return np.round(weights / scale).astype(np.int16), scale


def int8_rows(table):
    scale = np.abs(table).max(1) / 127
    scale[scale == 0] = 1
    return np.round(table / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def write_linear(folder, model, spelling):
    blocks = Blocks()
    words, word_scale = int16(model.ww)
    grams, gram_scale = int16(model.wc)
    blocks.add("linear.words", np.array([spelling.ngram(n) for n in model.words.names], dtype=np.uint32).view(np.int32))
    blocks.add("linear.weights", words)
    blocks.add("linear.grams", hashes(model.grams.names, spelling.fnv))
    blocks.add("linear.gramWeights", grams)
    blocks.write(folder, "linear", {"wordScale": word_scale, "gramScale": gram_scale, "bias": float(model.bias)})


def shipped_words(words, vectors, most):
    plain = [w for w in vectors["words"][:most * 2] if re.fullmatch(r"[a-z]{2,24}", w)][:most]
    return sorted(set(plain) | set(words.fitted) | {a for a in words.aliases})


def write_net(folder, net, words, vectors, most, fnv):
    names = shipped_words(words, vectors, most)
    with torch.no_grad():
        static = torch.from_numpy(np.stack([words.static[words.index[w]] if w in words.index else words.vector(w) for w in names]))
        ids = torch.tensor([words.index.get(w, 0) for w in names])
        table = net.from_static(static) + net.from_own(net.own(ids) * net.mask[ids] * (ids > 0).float()[:, None])
        grams = net.from_static(torch.from_numpy(words.spelling))
        blocks = Blocks()
        blocks.add("net.words", hashes(names, fnv))
        for name, rows in (("table", table), ("grams", grams)):
            packed, scale = int8_rows(rows.numpy())
            blocks.add(f"net.{name}", packed)
            blocks.add("net.tableScale" if name == "table" else "net.gramScale", scale)
        blocks.add("net.channels", net.from_channels.weight.T.numpy().astype(np.float32))
        blocks.add("net.inputBias", net.from_channels.bias.numpy())
        hidden = net.from_static.out_features
        blocks.add("net.convs", np.concatenate([c.weight.permute(2, 1, 0).reshape(3 * hidden, hidden).numpy() for c in net.convs]))
        blocks.add("net.convBias", np.concatenate([c.bias.numpy() for c in net.convs]))
        blocks.add("net.tag", torch.cat([net.tag.weight, net.attend.weight]).T.contiguous().numpy())
        blocks.add("net.tagBias", torch.cat([net.tag.bias, net.attend.bias]).numpy())
        blocks.add("net.dense", net.dense.weight.T.contiguous().numpy())
        blocks.add("net.denseBias", net.dense.bias.numpy())
        blocks.add("net.post", net.post.weight.T.contiguous().numpy())
        bias = net.post.bias.clone()
        bias[0] += net.domain.weight[0, 0]
        blocks.add("net.postBias", bias.numpy())
    header = {"net": {"hidden": hidden, "heads": net.post.out_features, "dilations": [c.dilation[0] for c in net.convs]}, "negatives": N.NEGATIVES, "sentiments": N.SENTIMENTS, "channels": CHANNELS, "words": len(names)}
    blocks.write(folder, "net", header)


def write_model(out, linear, rules, net, words, vectors, aliases, fitted, rows, held, args, spelling, features, say):
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    write_linear(folder, linear, spelling)
    write_net(folder, net, words, vectors, args.vocabulary, spelling.fnv)
    names, theta, bias = rules
    combined = {
        "rules": {"weights": dict(zip(names, np.round(theta, 4).tolist())), "bias": round(float(bias), 4)},
        "full": fitted["full"],
        "lean": fitted["lean"],
        "situation": fitted["situation"],
    }
    (folder / "combined.json").write_text(json.dumps(combined, indent=1) + "\n")
    sample = [rows[i] for i in np.flatnonzero(held)[:400]]
    bags = [features.features(r) for r in sample]
    scores = {"linear": linear.score([b for b, _ in bags], [c for _, c in bags]).round(4).tolist(), "net": N.predict(net, sample, words)[0].round(4).tolist()}
    Path(args.rows).with_name("parity.json").write_text(json.dumps({"ids": [[r["id"], r.get("view")] for r in sample], **scores}))
    say(f"written: {sum(f.stat().st_size for f in folder.iterdir()) / 1e6:.1f} MB")
