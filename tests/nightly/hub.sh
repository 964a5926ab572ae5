#!/usr/bin/env bash
# JupyterHub with two users of the system: the kernel is installed once, from the wheel; both run cells and submit homework
# to one folder, and neither can read what is the other's. Needs root: users and folders are made in a mount namespace of its
# own, so nothing of it is left. Python and packages stay in .cache/nightly for the next time.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || { echo "hub.sh needs root, for users and namespaces"; exit 1; }
wheel=$(ls "$PWD"/.cache/wheels/*linux*"$(uname -m)"*.whl 2> /dev/null) || { echo "there is no wheel yet: make wheel"; exit 1; }
cache=$PWD/.cache/nightly/hub
work=$(mktemp -d /var/tmp/romanesco-hub.XXXX)
trap 'rm -rf "$work"' EXIT
mkdir -p "$cache" "$work/etc" "$work/test"
cp tests/nightly/hub.py notebooks/teacher/source/photos/photos.ipynb "$wheel" "$work/test/"
chmod 755 "$work" "$work/test" "$work/etc" "$cache"
cp -a /etc/. "$work/etc/"
[ -d "$cache/proxy/node_modules" ] ||
  npm install --silent --ignore-scripts --no-save --prefix "$cache/proxy" configurable-http-proxy@5.3.0 < /dev/null

# shellcheck disable=SC2016
unshare --mount --propagation private --pid --fork --kill-child --mount-proc sh -euc '
  mount --bind "$1/etc" /etc
  mount --bind "$2" /opt
  for place in /home /srv /tmp /dev/shm; do mount -t tmpfs tmpfs "$place"; done
  chmod 755 /home /srv && chmod 1777 /tmp /dev/shm
  mkdir /srv/test && mount --bind "$1/test" /srv/test
  for user in one two; do
    useradd --create-home --shell /bin/bash "$user"
    # Open, as on many a machine: what is private must be so by itself.
    chmod 755 "/home/$user"
  done
  [ -x /opt/venv/bin/jupyterhub ] || {
    /usr/bin/python3 -m venv /opt/venv
    /opt/venv/bin/pip install -q jupyterhub==6.1.1 jupyterlab==4.6.6
  }
  /opt/venv/bin/pip install -q --force-reinstall --no-deps /srv/test/*.whl
  /opt/venv/bin/pip install -q /srv/test/*.whl
  exec /opt/venv/bin/python /srv/test/hub.py' sh "$work" "$cache"
