#!/bin/sh
# Says in one line what this machine lacks, and the command that fixes it. PYTHON names the Python to use.
fail() {
  echo "romanesco: $1" >&2
  exit 1
}

node_command="curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && sudo apt-get install -y nodejs"
python="${PYTHON:-python3}"

command -v node >/dev/null 2>&1 ||
  fail "Node.js is missing; version 20.12 or newer is needed. To fix this: $node_command"
node -e '[a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 12) ? 0 : 1)' ||
  fail "Node.js $(node --version) is too old; version 20.12 or newer is needed. To fix this: $node_command"
command -v npm >/dev/null 2>&1 ||
  fail "npm is missing. To fix this: sudo apt-get install -y npm"
command -v "$python" >/dev/null 2>&1 ||
  fail "Python ($python) is missing; version 3.10 or newer is needed. To fix this: sudo apt-get install -y python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
  fail "$("$python" --version 2>&1) is too old; JupyterLab 4.6 needs 3.10 or newer. To fix this: make PYTHON=python3.11 (or newer) ..."
