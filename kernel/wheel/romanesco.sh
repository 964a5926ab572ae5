#!/bin/sh
# The command. pipx and uv put links to it elsewhere; it lies in PREFIX/bin.
self=$0
[ ! -L "$self" ] || self=$(readlink -f "$self")
bin=$(CDPATH='' cd -- "${self%/*}" && pwd)
exec /bin/sh "${bin%/*}/share/jupyter/kernels/romanesco/start.sh" "$@"
