"""The delexicalised linear part: NB-weighted logistic regression over explicit n-grams. `features` is mirrored by linear-features.ts."""
import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

NEGATED, HYPOTHESIS = 30, 12
USE, EFFECT = 1 << 24, 1 << 25
EVENT = (1 << 0) | (1 << 1)
POLARITY = [(1 << 3, "<event:negated>"), (1 << 4, "<event:indication>"), (1 << 5, "<event:benefit>"), (1 << 6, "<event:hypothetical>")]


def tokens_of(row):
    lang = row["lang"]
    if lang == "en":
        return row["words"]
    return [w if not w[:1].isalpha() else f"{lang}:{w}" for w in row["words"]]


def delexicalised(words, mask):
    out, i = [], 0
    while i < len(words):
        if mask[i] & EVENT:
            j = i
            while j + 1 < len(words) and mask[j + 1] & EVENT and (mask[j + 1] ^ mask[i]) & 0x78 == 0:
                j += 1
            out.append(next((name for bit, name in POLARITY if mask[i] & bit), "<event>"))
            i = j + 1
        else:
            out.append(words[i])
            i += 1
    return out


def known(mask):
    """What the post tells is only what its medicine is for, or only what it is known to do; and so of its standing symptoms."""
    use = any(bits & USE and not bits & EFFECT for bits in mask)
    effect = any(bits & EFFECT and not bits & USE for bits in mask)
    live = [bits for bits in mask if bits & EVENT and not bits & 0x78]
    kinds = (any(bits & EFFECT for bits in live), any(bits & USE and not bits & EFFECT for bits in live), any(not bits & (USE | EFFECT) for bits in live))
    found = {"#live" + "".join(str(int(kind)) for kind in kinds)}
    if use != effect:
        found.add("#use" if use else "#effect")
    return found


def features(row):
    """Presence of word n-grams, scope-marked words, n-grams around symptoms, and channels; and counts of character n-grams."""
    words, mask = tokens_of(row), row["mask"]
    found = set()
    n = len(words)
    for i in range(n):
        found.add(words[i])
        if i + 1 < n:
            found.add(words[i] + " " + words[i + 1])
        if i + 2 < n:
            found.add(words[i] + " " + words[i + 1] + " " + words[i + 2])
        if (mask[i] >> NEGATED) & 1:
            found.add("NOT " + words[i])
        if (mask[i] >> HYPOTHESIS) & 1:
            found.add("HYP " + words[i])
    delex = delexicalised(words, mask)
    m = len(delex)
    for i in range(m):
        for length in (1, 2, 3, 4):
            if i + length > m:
                break
            run = delex[i:i + length]
            if any(w.startswith("<event") for w in run):
                found.add("~" + " ".join(run))
    every = 0
    for value in mask:
        every |= value
    for bit in range(32):
        if (every >> bit) & 1:
            found.add(f"#{bit}")
    found |= known(mask)
    chars = {}
    for word in set(words):
        for gram in word_grams(word):
            chars[gram] = chars.get(gram, 0) + 1
    return found, chars


def word_grams(word):
    """Character 3- to 5-grams of a word of letters, its edges marked."""
    lang, _, letters = word.rpartition(":")
    if len(letters) < 4 or not letters[0].isalpha():
        return []
    marked = f"^{letters}$"
    prefix = f"{lang}|" if lang else "|"
    return [prefix + marked[i:i + k] for k in (3, 4, 5) for i in range(len(marked) - k + 1)]


class Vocabulary:
    def __init__(self, bags, least):
        count = {}
        for bag in bags:
            for name in bag:
                count[name] = count.get(name, 0) + 1
        self.names = sorted(name for name, c in count.items() if c >= least)
        self.index = {name: i for i, name in enumerate(self.names)}

    def matrix(self, bags):
        """Rows scaled to unit length: a long post says no more per word than a short one."""
        indices, indptr, values = [], [0], []
        for bag in bags:
            pairs = bag.items() if isinstance(bag, dict) else ((name, 1.0) for name in bag)
            row = sorted((self.index[name], value) for name, value in pairs if name in self.index)
            indices.extend(i for i, _ in row)
            norm = max(1.0, sum(v for _, v in row)) ** 0.5
            values.extend(v / norm for _, v in row)
            indptr.append(len(indices))
        return sp.csr_matrix((values, indices, indptr), shape=(len(bags), len(self.names)), dtype=np.float64)


def nb_ratio(x, y, w, alpha):
    binary = x.copy()
    binary.data = np.ones_like(binary.data)
    p = alpha + binary.T @ (w * y)
    q = alpha + binary.T @ (w * (1 - y))
    return np.log((p / p.sum()) / (q / q.sum()))


def logistic(x, y, w, l2, dense=0):
    """L2 logistic regression by L-BFGS; the last `dense` columns (domain offsets) are penalised lightly. `l2` may be one a column."""
    n, d = x.shape
    penalty = np.array(np.broadcast_to(np.asarray(l2, dtype=float), d))
    if dense:
        penalty[d - dense:] *= 0.01
    xt = x.T.tocsr()

    def loss(theta):
        z = x @ theta[:d] + theta[d]
        softplus = np.logaddexp(0, z)
        p = 1 / (1 + np.exp(-z))
        g = w * (p - y)
        return (w * (softplus - y * z)).sum() + 0.5 * (penalty * theta[:d] ** 2).sum(), np.r_[xt @ g + penalty * theta[:d], g.sum()]

    result = minimize(loss, np.zeros(d + 1), jac=True, method="L-BFGS-B", options={"maxiter": 120, "maxcor": 15, "ftol": 1e-7})
    return result.x[:d], result.x[d]


DOMAINS = ["psytar", "phee"]


class Linear:
    """Fits on rows with weights; scores rows as of our own corpus (no domain offset)."""

    def __init__(self, least=2, alpha=0.5, l2=0.3, char_scale=0.6):
        self.least, self.alpha, self.l2, self.char_scale = least, alpha, l2, char_scale

    def fit(self, bags, chars, y, w, domain):
        self.words, self.grams = Vocabulary(bags, self.least), Vocabulary(chars, self.least + 1)
        return self.refit(bags, chars, y, w, domain)

    def refit(self, bags, chars, y, w, domain):
        xw, xc = self.words.matrix(bags), self.grams.matrix(chars)
        self.rw, self.rc = nb_ratio(xw, y, w, self.alpha), nb_ratio(xc, y, w, self.alpha) * self.char_scale
        offsets = sp.csr_matrix(np.array([[d == name for name in DOMAINS] for d in domain], dtype=np.float64))
        x = sp.hstack([xw @ sp.diags(self.rw), xc @ sp.diags(self.rc), offsets]).tocsr()
        theta, self.bias = logistic(x, y, w, self.l2, len(DOMAINS))
        nw, nc = len(self.rw), len(self.rc)
        self.ww, self.wc = theta[:nw] * self.rw, theta[nw:nw + nc] * self.rc
        self.offsets = dict(zip(DOMAINS, theta[nw + nc:]))
        return self

    def pruned(self, most, bags, y, w, domain):
        """Only the n-grams that weigh most, fitted again: what ships."""
        for vocabulary, weights, share in ((self.words, self.ww, most), (self.grams, self.wc, most // 2)):
            keep = np.sort(np.argsort(-np.abs(weights), kind="mergesort")[:share])
            vocabulary.names = [vocabulary.names[i] for i in keep]
            vocabulary.index = {name: i for i, name in enumerate(vocabulary.names)}
        return self.refit([b for b, _ in bags], [c for _, c in bags], y, w, domain)

    def score(self, bags, chars):
        return self.words.matrix(bags) @ self.ww + self.grams.matrix(chars) @ self.wc + self.bias
