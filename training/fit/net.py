"""The small net: word vectors and rule channels -> convolutions -> post heads and a tag for every word."""
import hashlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from rows import CHANNELS, bits

TAGS = 6  # none, event, negated, supposed, indication, patient
NEGATIVES = ["negated", "indication", "benefit", "hypothetical", "question", "advert", "news", "general", "research", "joke", "other_cause", "lookalike", "everyday"]
SENTIMENTS = ["-", "0", "+"]
DOMAINS = ["own", "psytar", "phee"]
LONGEST = 200
PUNCTUATION = set("?!.,\"(")


class Words:
    """Every word the net has a vector for: the given vectors, words of the training rows without one, and the special ones."""

    def __init__(self, token_rows, table, aliases, measured=(), least=3):
        """`measured` rows get vectors for their words, as the run time would find them, but none of their own."""
        count = {}
        for tokens in token_rows:
            for w in tokens:
                count[w] = count.get(w, 0) + 1
        self.fitted = sorted(count)
        for tokens in measured:
            for w in tokens:
                count.setdefault(w, 0)
        self.known = {w: i for i, w in enumerate(table["words"])}
        self.vectors = table["vectors"]
        self.aliases = aliases
        self.names = ["<pad>", "<unk>"] + sorted(w for w, c in count.items())
        self.index = {w: i for i, w in enumerate(self.names)}
        self.trained = np.array([0, 1] + [int(count[w] >= least) for w in self.names[2:]], dtype=np.float32)

    def vector(self, word):
        """The given vector, or the mean of those of its aliases, or zero; of length ten's root, so each number is about one."""
        vector = None
        if word in self.aliases:
            parts = [self.vectors[self.known[p]] for p in self.aliases[word].split() if p in self.known]
            vector = np.mean(parts, axis=0) if parts else None
        elif word in self.known:
            vector = self.vectors[self.known[word]]
        if vector is None:
            return np.zeros(self.vectors.shape[1], np.float32)
        return (vector * (10 ** 0.5 / (np.linalg.norm(vector) + 1e-6))).astype(np.float32)

    def fit_spelling(self, spelling, cache, common=60_000):
        """Vectors by spelling for what has none, and as a second reading of what has one. Kept until vectors or aliases change."""
        plain = [w for w in self.vectors_words()[:common] if w.isalpha()]
        told = [w for w in self.aliases if ":" in w] * 3
        key = hashlib.sha256(" ".join(plain + told + [f"{k}={v}" for k, v in self.aliases.items()]).encode()).hexdigest()
        try:
            kept = np.load(cache)
            self.spelling = kept["table"] if str(kept["key"]) == key else None
        except OSError:
            self.spelling = None
        if self.spelling is None:
            self.spelling = spelling.fit(plain + told, np.stack([self.vector(w) for w in plain + told]))
            np.savez(cache, table=self.spelling, key=key)
        self.static = np.stack([self.vector(w) for w in self.names])
        self.missing = np.abs(self.static).sum(1) == 0
        self.spelt = spelling.spell(self.spelling, self.names)
        self.spelt[[w[:1] == "<" or w in PUNCTUATION for w in self.names]] = self.static[[w[:1] == "<" or w in PUNCTUATION for w in self.names]]
        self.static[self.missing] = self.spelt[self.missing]

    def vectors_words(self):
        return list(self.known)

    def ids_of(self, tokens):
        return [self.index.get(w, 1) for w in tokens]


# Channels of what is known of the medicine: a product may be new, or unknown to the table.
KNOWN = [24, 25]


class Net(nn.Module):
    def __init__(self, words, hidden=64, own=8, drop=0.3, dilations=(1, 2), recurrent=False):
        super().__init__()
        self.static = nn.Parameter(torch.from_numpy(words.static), requires_grad=False)
        self.spelt = nn.Parameter(torch.from_numpy(words.spelt), requires_grad=False)
        self.mask = nn.Parameter(torch.from_numpy(words.trained)[:, None], requires_grad=False)
        self.own = nn.Embedding(len(words.names), own)
        nn.init.normal_(self.own.weight, 0, 0.1)
        self.from_static = nn.Linear(words.static.shape[1], hidden, bias=False)
        self.from_own = nn.Linear(own, hidden, bias=False)
        self.from_channels = nn.Linear(CHANNELS, hidden)
        self.convs = nn.ModuleList([nn.Conv1d(hidden, hidden, 3, padding=d, dilation=d) for d in dilations])
        # Teachers may read a post from both ends; what ships must not, for speed.
        self.recurrent = nn.GRU(hidden, hidden, batch_first=True, bidirectional=True) if recurrent else None
        self.join = nn.Linear(hidden * 2, hidden) if recurrent else None
        self.tag = nn.Linear(hidden, TAGS)
        self.attend = nn.Linear(hidden, 2)
        self.dense = nn.Linear(hidden * 3, hidden)
        self.post = nn.Linear(hidden, 2 + len(NEGATIVES) + len(SENTIMENTS))
        self.domain = nn.Embedding(len(DOMAINS), 1)
        nn.init.zeros_(self.domain.weight)
        self.drop = nn.Dropout(drop)

    def forward(self, ids, channels, domain, noise=0.0, word_drop=0.0, channel_drop=0.0, spelt=0.0, unknown=0.0):
        real = (ids > 0).float()
        if unknown:
            keep = torch.ones(channels.shape[0], 1, CHANNELS)
            keep[:, 0, KNOWN] = (torch.rand(channels.shape[0]) > unknown).float()[:, None]
            channels = channels * keep
        if word_drop:
            keep = (torch.rand(ids.shape) > word_drop).long()
            ids = torch.where((keep == 0) & (ids > 1), torch.ones_like(ids), ids)
        if channel_drop:
            channels = channels * (torch.rand(channels.shape[:2]) > channel_drop).float()[:, :, None] * (torch.rand(channels.shape[0]) > channel_drop / 2).float()[:, None, None]
        static = F.embedding(ids, self.static)
        mask = F.embedding(ids, self.mask)
        if spelt:  # now and then read a known word by its letters alone, as the run time must read an unknown one
            by_letters = (torch.rand(ids.shape) < spelt).float()[:, :, None]
            static = static * (1 - by_letters) + F.embedding(ids, self.spelt) * by_letters
            mask = mask * (1 - by_letters)
        if noise:
            static = static + torch.randn_like(static) * noise
        h = self.from_static(static) + self.from_own(self.own(ids) * mask) + self.from_channels(channels)
        h = self.drop(F.relu(h)) * real[:, :, None]
        for conv in self.convs:
            h = h + self.drop(F.relu(conv(h.transpose(1, 2)).transpose(1, 2)))
            h = h * real[:, :, None]
        if self.recurrent is not None:
            h = (h + self.drop(F.relu(self.join(self.recurrent(h)[0])))) * real[:, :, None]
        tags = self.tag(h)
        weight = self.attend(h) + (real[:, :, None] - 1) * 1e4
        weight = torch.softmax(weight, dim=1)
        pooled = torch.cat([(h + (real[:, :, None] - 1) * 1e4).max(1).values, *(torch.einsum("bn,bnh->bh", weight[:, :, k], h) for k in range(2))], 1)
        post = self.post(self.drop(F.relu(self.dense(self.drop(pooled)))))
        return post, post[:, 0] + self.domain(domain)[:, 0], tags


class Batch:
    """Rows of like length, padded."""

    def __init__(self, rows, index, words):
        n = max(1, min(LONGEST, max(len(r["tokens"]) for r in rows)))
        self.ids = torch.zeros(len(rows), n, dtype=torch.long)
        self.channels = torch.zeros(len(rows), n, CHANNELS)
        self.tags = torch.full((len(rows), n), -100, dtype=torch.long)
        for i, r in enumerate(rows):
            m = min(n, len(r["tokens"]))
            self.ids[i, :m] = torch.tensor([words.index.get(w, 1) for w in r["tokens"][:m]])
            self.channels[i, :m] = torch.from_numpy(bits(r["mask"][:m]))
            self.tags[i, :m] = torch.tensor(r["tags"][:m])
        self.domain = torch.tensor([DOMAINS.index(r["domain"]) if r["domain"] in DOMAINS else 0 for r in rows])
        self.label = torch.tensor([r["target"] for r in rows])
        self.situation = torch.tensor([float(r["label"] == "S") for r in rows])
        self.own = torch.tensor([float(r["domain"] == "own") for r in rows])
        self.negative = torch.tensor([NEGATIVES.index(r["negative"]) if r.get("negative") in NEGATIVES else -100 for r in rows])
        self.sentiment = torch.tensor([SENTIMENTS.index(r["sentiment"]) if r.get("sentiment") in SENTIMENTS else -100 for r in rows])
        self.weight = torch.tensor([r["weight"] for r in rows])
        self.index = index


def batches(rows, words, size, rng, shuffle=True):
    keys = np.array([len(r["tokens"]) for r in rows], float)
    order = np.argsort(keys * (1 + 0.15 * rng.standard_normal(len(rows))) if shuffle else keys, kind="mergesort")
    cut = [order[i:i + size] for i in range(0, len(order), size)]
    for part in (rng.permutation(len(cut)) if shuffle else range(len(cut))):
        yield Batch([rows[i] for i in cut[part]], cut[part], words)


def masked(loss, weight):
    return (loss * weight).sum() / weight.sum().clamp(min=1e-6)


def loss_of(post, label, tags, b, smooth, tag_weight):
    target = b.label * (1 - 2 * smooth) + smooth
    total = masked(F.binary_cross_entropy_with_logits(label, target, reduction="none"), b.weight) * b.weight.mean()
    total = total + 0.3 * (F.binary_cross_entropy_with_logits(post[:, 1], b.situation, reduction="none") * b.own).mean()
    n = len(NEGATIVES)
    total = total + 0.2 * (F.cross_entropy(post[:, 2:2 + n], b.negative, ignore_index=-100, reduction="none")).mean()
    total = total + 0.2 * (F.cross_entropy(post[:, 2 + n:], b.sentiment, ignore_index=-100, reduction="none")).mean()
    tag = F.cross_entropy(tags.transpose(1, 2), b.tags, ignore_index=-100, reduction="none")
    real = (b.tags >= 0).float()
    return total + tag_weight * ((tag * real).sum(1) / real.sum(1).clamp(min=1) * b.weight).mean()


def taught(teachers, b, post, label, tags):
    """Distance to the mean answer of the teachers."""
    with torch.no_grad():
        said = [t(b.ids, b.channels, b.domain) for t in teachers]
        mean_label = torch.stack([torch.sigmoid(s[1]) for s in said]).mean(0)
        mean_post = torch.stack([s[0] for s in said]).mean(0)
        mean_tags = torch.stack([torch.softmax(s[2], 2) for s in said]).mean(0)
        real = (b.ids > 0).float()
    loss = (F.binary_cross_entropy_with_logits(label, mean_label, reduction="none") * b.weight).mean()
    loss = loss + 0.05 * ((post[:, 1:] - mean_post[:, 1:]) ** 2).mean()
    tag = -(mean_tags * torch.log_softmax(tags, 2)).sum(2)
    return loss + ((tag * real).sum(1) / real.sum(1).clamp(min=1) * b.weight).mean()


def train(rows_of_epoch, words, seed, epochs=12, rate=2e-3, size=48, noise=0.05, word_drop=0.2, channel_drop=0.15, smooth=0.04, spelt=0.06, unknown=0.15, tag_weight=1.0, decay=1e-4, teachers=(), **shape):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Net(words, **shape)
    params = [p for p in net.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(params, lr=rate, weight_decay=decay)
    first = rows_of_epoch(rng)
    steps = epochs * (len(first) // size + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps + epochs + 5, pct_start=0.15)
    for epoch in range(epochs):
        net.train()
        for b in batches(first if epoch == 0 else rows_of_epoch(rng), words, size, rng):
            post, label, tags = net(b.ids, b.channels, b.domain, noise, word_drop, channel_drop, spelt, unknown)
            loss = loss_of(post, label, tags, b, smooth, tag_weight)
            if teachers:
                loss = 0.3 * loss + taught(teachers, b, post, label, tags)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(params, 1.0)
            optimiser.step()
            schedule.step()
    net.eval()
    return net


def event_margin(tag_logits):
    """How clearly any word is an asserted event: the highest of event against all other tags, bounded."""
    rest = np.delete(tag_logits, 1, axis=1)
    top = rest.max(1)
    margin = tag_logits[:, 1] - (top + np.log(np.exp(rest - top[:, None]).sum(1)))
    return float(np.clip(margin.max(), -6, 6)) if len(margin) else -6.0


def predict(net, rows, words):
    """Post logits [n, heads] as of our own corpus, and the tag logits of each row."""
    post = np.zeros((len(rows), net.post.out_features), np.float32)
    tags = [None] * len(rows)
    with torch.no_grad():
        for b in batches(rows, words, 128, np.random.default_rng(0), shuffle=False):
            p, _, t = net(b.ids, b.channels, b.domain)
            post[b.index] = (p + torch.cat([net.domain.weight[0].expand(len(p), 1), torch.zeros(len(p), p.shape[1] - 1)], 1)).numpy()
            for i, k in enumerate(b.index):
                tags[k] = t[i, :min(LONGEST, len(rows[k]["tokens"]))].numpy()
    return post, tags


def distil(nets, rows_of_epoch, words, seed, epochs, **shape):
    """One net that says what several say on average."""
    return train(rows_of_epoch, words, seed, epochs=epochs, teachers=nets, **shape)
