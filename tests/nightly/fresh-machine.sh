#!/usr/bin/env bash
# The README's commands on a machine that has nothing but Node, Python and make: a bare Debian in a folder, a clone of
# this repository in it, an empty HOME. Needs root and debootstrap.
#
#   tests/nightly/fresh-machine.sh [lab | test]...   (default: both)
#
# SUITE chooses the Debian (default trixie, the first with Node 20.12 or newer), MIRROR where it comes from (default:
# debootstrap's own), ROOT the folder (default: a new one, removed at the end). Certificates and settings of this machine's
# network go along.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
commands=("$@")
[ $# -gt 0 ] || commands=(lab test)
suite=${SUITE:-trixie}
root=${ROOT:-$(mktemp -d /var/tmp/romanesco-fresh.XXXX)}
port=18899

[ "$(id -u)" = 0 ] || { echo "fresh-machine.sh needs root, for namespaces"; exit 1; }
command -v debootstrap > /dev/null || { echo "fresh-machine.sh needs debootstrap: apt-get install debootstrap"; exit 1; }

leave() {
  # Not the job itself, but what it waits for: unshare, which no gentler signal ends, and with it all that is inside.
  jobs -p | xargs -r -n 1 pkill -KILL -P || true
  wait
  [ -n "${ROOT:-}" ] || rm -rf --one-file-system "$root"
}
trap leave EXIT

echo "== a bare Debian $suite with nodejs, npm, python3 and make"
[ -e "$root/etc/debian_version" ] ||
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" ${MIRROR:+"$MIRROR"} > "$root.log" 2>&1 ||
  { tail -20 "$root.log"; exit 1; }
cp /etc/resolv.conf /etc/hosts "$root/etc/"
# mktemp closes its folder to others; a machine's root is open.
chmod 755 "$root"
[ ! -e /etc/ssl/certs/ca-certificates.crt ] || cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

# Makes the folder the root of a mount namespace of its own: in a mere chroot no program may make user namespaces, and
# homework is graded in one. With it end all processes in it.
enter='
  mount --bind "$1" "$1"
  for place in dev sys; do mkdir -p "$1/$place"; mount --rbind "/$place" "$1/$place"; done
  mkdir -p "$1/proc" "$1/old"
  mount -t proc proc "$1/proc"
  cd "$1"
  pivot_root . old
  umount -l /old
  cd /home/stranger
  exec sh -c "$2"'

inside() {
  local network
  network=$(env | grep -E '^(https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|PIP_(INDEX_URL|CERT|DEFAULT_TIMEOUT)|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|npm_config_registry)=' || true)
  # shellcheck disable=SC2086
  env -i $network PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/stranger LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    unshare --mount --propagation private --pid --fork --kill-child sh -ec "$enter" - "$root" "$1"
}

rm -rf "$root/home/stranger" && mkdir -p "$root/home/stranger"
# Not in debootstrap's own list: it configures packages in an order that npm's do not bear.
inside 'apt-get install -qq -y --no-install-recommends nodejs npm python3 make' > "$root.log" 2>&1 || { tail -20 "$root.log"; exit 1; }
git clone -q "$repository" "$root/home/stranger/romanesco"
inside 'node --version; python3 --version; make --version | head -1; which pip jupyter git cc || true'

try_lab() {
  echo "== make lab"
  local started=$SECONDS
  inside "cd romanesco && make lab LAB_ARGS='--no-browser --port $port --IdentityProvider.token=fresh'" > "$root.lab.log" 2>&1 &
  until curl -fs "http://127.0.0.1:$port/api/kernelspecs?token=fresh" > "$root.specs.json"; do
    kill -0 $! 2> /dev/null || { cat "$root.lab.log"; exit 1; }
    sleep 1
  done
  echo "JupyterLab answers after $((SECONDS - started)) s"
  grep -q '"romanesco"' "$root.specs.json" || { echo "the server does not know the kernel"; exit 1; }
  curl -fsL -b / "http://127.0.0.1:$port/lab?token=fresh" | grep romanesco-labextension > /dev/null || { echo "the page lacks the extension"; exit 1; }
  echo "== make doctor"
  inside "cd romanesco && make doctor"
  echo "== the first notebook, run without a window"
  inside "cd romanesco && set -- notebooks/[0-9]*.ipynb && .venv/bin/jupyter execute --output=/tmp/first.ipynb \"\$1\"" 2>&1 | tail -3
}

try_test() {
  echo "== make test, with Chromium as .ci/run installs it"
  inside "cd romanesco && sed 's/^exec make test/true/' .ci/run > .ci/setup && bash .ci/setup && make test" > "$root.test.log" 2>&1 || { tail -60 "$root.test.log"; exit 1; }
  tail -8 "$root.test.log"
}

for command in "${commands[@]}"; do "try_$command"; done
echo "the fresh machine: ${commands[*]} work"
