"""Vectors of runs of letters, fitted to the vectors of known words, so that a misspelt or unknown word still means something."""
import numpy as np
import torch
import torch.nn as nn

PRIME, BASIS, ROWS = 16777619, 0x811C9DC5, 1 << 14


def fnv(seed, text):
    for unit in np.frombuffer(text.encode("utf-16-le"), dtype=np.uint16).tolist():
        seed = ((seed ^ unit) * PRIME) & 0xFFFFFFFF
    return seed


def joined(h, word):
    return (((((h << 5) & 0xFFFFFFFF) | (h >> 27)) ^ word) * PRIME) & 0xFFFFFFFF


def ngram(name):
    """Hash of an n-gram of the linear part, as linear.ts makes it from those of its words."""
    run = name.startswith("~")
    parts = [fnv(BASIS, part) for part in name[run:].split(" ")]
    h = fnv(BASIS, "~") if run else parts.pop(0)
    for part in parts:
        h = joined(h, part)
    return h


FOREIGN = fnv(BASIS, "x:")


def gram_rows(word):
    """Rows of the 3- to 5-letter runs of a word, as net.ts `spell` finds them; a word may carry its language: `de:kopf`."""
    lang, _, letters = word.rpartition(":")
    if not letters or letters[0] == "<" or len(letters.encode("utf-16-le")) // 2 + 2 < 5:
        return []
    units = [94, *np.frombuffer(letters[:40].encode("utf-16-le"), dtype=np.uint16).tolist()[:40], 36]
    rows = []
    for at in range(len(units) - 2):
        h = FOREIGN if lang else BASIS
        for n, unit in enumerate(units[at:at + 5]):
            h = ((h ^ unit) * PRIME) & 0xFFFFFFFF
            if n >= 2:
                rows.append((h ^ (h >> 15)) & (ROWS - 1))
    return rows


def bags(words):
    rows = [gram_rows(w) for w in words]
    offsets = np.cumsum([0] + [len(r) for r in rows[:-1]])
    flat = np.concatenate([np.array(r, dtype=np.int64) for r in rows]) if rows else np.zeros(0, np.int64)
    # The run time divides by the number of runs a word of this length has, which is what was counted here.
    return torch.from_numpy(flat), torch.from_numpy(offsets.astype(np.int64))


def fit(words, vectors, epochs=8, seed=1):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    bag = nn.EmbeddingBag(ROWS, vectors.shape[1], mode="mean")
    nn.init.zeros_(bag.weight)
    keep = np.array([i for i, w in enumerate(words) if len(gram_rows(w)) > 0])
    optimiser = torch.optim.Adam(bag.parameters(), lr=0.02)
    target = torch.from_numpy(vectors.astype(np.float32))
    for epoch in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = 0.02 * (1 - epoch / epochs)
        order = rng.permutation(keep)
        for i in range(0, len(order), 1024):
            part = order[i:i + 1024]
            flat, offsets = bags([words[k] for k in part])
            loss = (1 - nn.functional.cosine_similarity(bag(flat, offsets), target[part])).mean() + 0.02 * ((bag(flat, offsets) - target[part]) ** 2).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return bag.weight.detach().numpy()


def spell(table, words):
    with torch.no_grad():
        flat, offsets = bags(words)
        return nn.functional.embedding_bag(flat, torch.from_numpy(table), offsets, mode="mean").numpy()
