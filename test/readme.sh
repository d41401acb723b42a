#!/usr/bin/env bash
# Runs the commands of the README that need no terminal and no person, so that what it says stays true.
set -euo pipefail
cd "$(dirname "$0")/.."
grep -q 'npm install && npm start -- --practice' README.md
grep -q 'npm install && npm test' README.md
home=$(mktemp -d)
trap '[ -z "${server:-}" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true; rm -rf "$home"' EXIT
run() { env -i PATH="$PATH" HOME="$home" LANG=C.UTF-8 "$@"; }

npm run --silent build
# Without a terminal the wizard says so, and which command serves instead.
if run npm start --silent -- --practice </dev/null >"$home/out" 2>"$home/err"; then echo "the wizard ran without a terminal"; exit 1; fi
grep -q 'no terminal' "$home/err"

# Not through the function: its process would be a shell's, and to end that one leaves the server running.
env -i PATH="$PATH" HOME="$home" LANG=C.UTF-8 node dist/bin.js practice-aws --json >"$home/practice.json" </dev/null 2>/dev/null &
server=$!
for _ in $(seq 1200); do [ -s "$home/practice.json" ] && break; sleep 0.1; done
value() { node -p "JSON.parse(require('fs').readFileSync('$home/practice.json','utf8')).$1"; }
endpoints=(AWS_ENDPOINT_URL_STS="$(value url)" AWS_ENDPOINT_URL_MTURK="$(value url)")
run "${endpoints[@]}" node dist/bin.js save --csv "$(value csv)" --json >"$home/save.json"
run "${endpoints[@]}" node dist/bin.js check --json >"$home/check.json"
run "${endpoints[@]}" node dist/bin.js check
# npm talks on standard output too, unless it is told not to.
run "${endpoints[@]}" npm start --silent -- check --json >"$home/npm.json"
cmp <(run "${endpoints[@]}" node dist/bin.js check --json) "$home/npm.json"
run node dist/bin.js undo --yes
test ! -e "$home/.aws/credentials"
node -e "
const fs = require('fs');
const read = (name) => JSON.parse(fs.readFileSync('$home/' + name + '.json', 'utf8'));
if (read('save').written !== true || read('check').verdict !== 'ready') process.exit(1);
"
echo "the README's commands do what it says"
