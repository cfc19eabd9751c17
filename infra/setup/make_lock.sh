#!/usr/bin/env bash
# Pins requirements.in with hashes and without the address of any index, so that a mirror serves as well as the original.
set -euo pipefail
venv=$1

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$venv/bin/python" -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet pip-tools
"$tools/venv/bin/pip-compile" --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
  --no-emit-find-links --output-file requirements.lock requirements.in
