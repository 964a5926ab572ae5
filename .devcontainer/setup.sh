#!/bin/sh
# Codespaces and VS Code run this once in a new container: the kernel for VS Code's notebooks, and all that `make lab` needs.
set -eu
make .venv/share/jupyter/kernels/romanesco/kernel.json
node dist/kernel/main.js install --user
echo 'make lab LAB_ARGS="--no-browser --port 8888" opens the lecture in JupyterLab'
