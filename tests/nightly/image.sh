#!/usr/bin/env bash
# The image of the Dockerfile, built by buildah and run: its user has no rights and no solutions, JupyterLab answers, a notebook runs in
# the kernel with workers, and a Hub could start it. Needs root, buildah and debootstrap: no daemon, and no registry of images, since the
# base comes from Debian's packages and takes the name that the Dockerfile asks for.
#
# MIRROR is where Debian's packages come from (default: debootstrap's own). The base and the layers stay in .cache/nightly/image.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || { echo "image.sh needs root, to make a file system"; exit 1; }
for program in buildah debootstrap; do
  command -v "$program" > /dev/null || { echo "image.sh needs $program: apt-get install $program"; exit 1; }
done
cache=$PWD/.cache/nightly/image
mkdir -p "$cache"
port=18898

# Files of their own instead of an overlay, and a chroot instead of namespaces: so it also builds inside a container.
image() { buildah --root "$cache/storage" --runroot "$cache/run" --storage-driver vfs "$@"; }

make_base() {
  local root=$cache/root base certificates=/etc/ssl/certs/ca-certificates.crt
  echo "== a base from Debian's packages"
  debootstrap --variant=minbase --include=ca-certificates trixie "$root" ${MIRROR:+"$MIRROR"} > "$cache/base.log" 2>&1 ||
    { tail -20 "$cache/base.log"; exit 1; }
  # The certificates of this machine's network go along.
  [ ! -e "$certificates" ] || cp -L "$certificates" "$root$certificates"
  base=$(image from scratch)
  image add --quiet "$base" "$root" / > /dev/null
  image config --cmd bash --env "NODE_EXTRA_CA_CERTS=$certificates" "$base"
  image commit --quiet "$base" docker.io/library/debian:trixie-slim > /dev/null
  image rm "$base" > /dev/null
  rm -rf --one-file-system "$root"
}

image inspect --type image docker.io/library/debian:trixie-slim > /dev/null 2>&1 || make_base

echo "== buildah builds the Dockerfile"
image build --quiet --pull-never --isolation chroot --network host --format docker --tag romanesco . > "$cache/build.log" 2>&1 ||
  { tail -40 "$cache/build.log"; exit 1; }
image images romanesco

container=$(image from --pull-never romanesco)
leave() {
  # Jupyter ends by itself when it is asked: a signal to buildah would leave it behind.
  [ -z "${server:-}" ] || curl -fs -X POST "http://127.0.0.1:$port/api/shutdown?token=image" > /dev/null || true
  wait
  image rm "$container" > /dev/null
}
trap leave EXIT
inside() { image run --isolation chroot --network host "$container" -- "$@"; }

echo "== who runs, and what it holds"
# Asked inside: what a program prints at its very end, buildah may lose.
inside sh -c '[ "$(id -un)" = student ]' || { echo "not the student"; exit 1; }
inside sh -c '! grep -rl "END SOLUTION" /home/student && ! ls notebooks/teacher 2> /dev/null' || { echo "solutions are in the image"; exit 1; }
inside jupyterhub-singleuser --version
inside romanesco doctor

echo "== a notebook of the lecture, with its servers and workers, run without a window"
inside jupyter execute --output=/tmp/ran.ipynb notebooks/02-complexity-wall.ipynb

echo "== JupyterLab as the image starts it"
inside tini -- romanesco lab notebooks --no-browser --ip 127.0.0.1 --port "$port" --IdentityProvider.token=image > "$cache/lab.log" 2>&1 &
server=$!
until curl -fs "http://127.0.0.1:$port/api/kernelspecs?token=image" > "$cache/specs.json"; do
  kill -0 "$server" 2> /dev/null || { cat "$cache/lab.log"; exit 1; }
  sleep 1
done
grep -q '"romanesco"' "$cache/specs.json" || { echo "the server does not know the kernel"; exit 1; }
echo "the image works"
