"""The same sentence about another symptom: spans change places between rows, so that what stands around them is what counts."""

TIER = (1 << 0) | (1 << 1) | (1 << 2)


def runs(tags):
    found, start = [], 0
    for i in range(1, len(tags) + 1):
        if i == len(tags) or tags[i] != tags[start]:
            if 1 <= tags[start] <= 4:
                found.append((start, i))
            start = i
    return found


class Swaps:
    def __init__(self, rows):
        self.pool = {}
        for r in rows:
            for a, b in runs(r["tags"]):
                if b - a <= 8:
                    self.pool.setdefault((r["lang"], r["tags"][a] == 1), []).append((r["tokens"][a:b], [m & TIER for m in r["mask"][a:b]]))

    def swapped(self, row, rng, share):
        """A copy with each span replaced, with this probability, by one of the same language; its own tag and scope stay."""
        spans = [(a, b) for a, b in runs(row["tags"]) if rng.random() < share]
        if not spans:
            return row
        tokens, mask, tags = list(row["tokens"]), list(row["mask"]), list(row["tags"])
        for a, b in reversed(spans):
            pool = self.pool.get((row["lang"], tags[a] == 1 or rng.random() < 0.5))
            if not pool:
                continue
            words, tiers = pool[int(rng.random() * len(pool))]
            scope = mask[a] & ~TIER
            mask[a:b] = [scope | t for t in tiers]
            tags[a:b] = [tags[a]] * len(words)
            tokens[a:b] = words
        return {**row, "tokens": tokens, "mask": mask, "tags": tags}
