#!/bin/sh
# kernel.wat → packages/detection/data/model/kernel.wasm (some thousand bytes)
set -eu
cd "$(dirname "$0")"
npx -y -p wabt@1.0.39 wat2wasm kernel.wat -o ../../packages/detection/data/model/kernel.wasm
