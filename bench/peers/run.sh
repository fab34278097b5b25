#!/usr/bin/env bash
# Runs our runtime and the peers on the same questionnaires, and prints the ratios. usage: bench/peers/run.sh HARNESS_DIR [peer …]
set -euo pipefail
cd "$(dirname "$0")/../.."
harness=${1:?the folder of the peer harness}; shift
peers=(phieu "${@:-xforms-engine}")
work=var/peerbench
mkdir -p "$work" && cp -r "$harness"/. "$work" && chmod -R u+w "$work"
mkdir -p "$work/peers/phieu"
cp bench/peers/adapter.js "$work/adapters/phieu.js"
cp bench/peers/format.mjs "$work/gen/phieu.mjs"
export PHIEU="$PWD/.venv/bin/phieu"
cd "$work"
[ -d node_modules ] || npm ci --silent
for peer in "${peers[@]}"; do
  folder=$(sed -n "s/.*dir: '\([^']*\)'.*/\1/p; s/.*dir: \"\([^\"]*\)\".*/\1/p" "adapters/$peer.js" | head -n 1)
  [ ! -f "peers/$folder/package-lock.json" ] || [ -d "peers/$folder/node_modules" ] || (cd "peers/$folder" && npm ci --silent)
  for size in 100 1000 5000; do node run.mjs --quiet --wait-quiet 15 --peer "$peer" --size "$size"; done
  for members in 10 50 200; do node run.mjs --quiet --wait-quiet 15 --peer "$peer" --roster "$members"; done
done
node ../../bench/peers/ratios.mjs results
