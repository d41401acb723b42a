#!/usr/bin/env bash
# What must never be in the tree: absolute paths of a machine, registry hosts, key ids that could be live.
set -euo pipefail
cd "$(dirname "$0")/.."
bad=0
found() { [ -z "$2" ] || { printf '%s:\n%s\n' "$1" "$2"; bad=1; }; }
files() { git ls-files -z -- ':!test/tree.sh'; }
found "registry hosts" "$(files | xargs -0 grep -lIE 'registry\.npm[j]s|deb\.debia[n]|pypi\.or[g]' -- || true)"
found "resolved addresses in the lock file" "$(grep -l '"resolved": "http' package-lock.json || true)"
# Documented samples hold EXAMPLE; anything else that has the form of an id must be plainly made up.
found "key ids without EXAMPLE" "$(files | xargs -0 grep -nIoE '\b(AKIA|ASIA)[A-Z2-7]{16}\b' -- | grep -vE 'EXAMPL|SAMPLE|AAAAAAAA|XXXXXXXX|ZZZZZZZ|OTHER' || true)"
exit $bad
