#!/usr/bin/env bash
# Runs our runtime and the peers on the same questionnaires, one after the other, and prints the ratios. A peer that does not finish a form in LIMIT seconds
# (default 1800), or fails, is named in results/log.err and goes without a row. usage: bench/peers/run.sh HARNESS_DIR [peer …]   FORMS="size:1000 roster:50"
set -euo pipefail
cd "$(dirname "$0")/../.."
harness=${1:?the folder of the peer harness}; shift
[ "$#" -gt 0 ] || set -- xforms-engine lunatic-store enketo-core survey-core
peers=(phieu "$@")
work=var/peerbench
mkdir -p "$work" && cp -r "$harness"/. "$work" && chmod -R u+w "$work"
mkdir -p "$work/peers/phieu" "$work/results"
cp bench/peers/adapter.js "$work/adapters/phieu.js"
cp bench/peers/format.mjs "$work/gen/phieu.mjs"
export PHIEU="$PWD/.venv/bin/phieu"
cd "$work"
[ -d node_modules ] || npm ci --silent
for peer in "${peers[@]}"; do
  folder=$(sed -n "s/.*dir: '\([^']*\)'.*/\1/p; s/.*dir: \"\([^\"]*\)\".*/\1/p" "adapters/$peer.js" | head -n 1)
  [ ! -f "peers/$folder/package-lock.json" ] || [ -d "peers/$folder/node_modules" ] || (cd "peers/$folder" && npm ci --silent)
done
for form in ${FORMS:-size:100 size:1000 size:5000 roster:10 roster:50 roster:200}; do
  for peer in "${peers[@]}"; do
    timeout "${LIMIT:-1800}" node run.mjs --quiet --wait-quiet 15 --peer "$peer" "--${form%:*}" "${form#*:}" \
      || echo "$peer $form: not finished in ${LIMIT:-1800} s, or failed" | tee -a results/log.err >&2
  done
done
node ../../bench/peers/ratios.mjs results
