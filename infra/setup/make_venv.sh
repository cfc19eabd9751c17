#!/usr/bin/env bash
# Makes the virtual environment with the first Python that is new enough, or says in one sentence what is missing.
set -euo pipefail
venv=$1

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=""
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null && new_enough "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  found=$(python3 --version 2>/dev/null || echo "none")
  echo "Dianzhang needs Python 3.11 or newer and found: $found. Install it, or run: make PYTHON=/path/to/python3" >&2
  echo "店长需要 Python 3.11 或更新版本，当前：$found。请安装，或执行：make PYTHON=/路径/python3" >&2
  exit 1
fi

echo "Making the virtual environment with $("$python" --version) …"
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  # Debian keeps ensurepip in a package of its own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
  else
    echo "This Python cannot make virtual environments; install the package python3-venv and run make again." >&2
    echo "此 Python 无法创建虚拟环境，请先安装 python3-venv 再执行 make。" >&2
    exit 1
  fi
fi
rm -rf "$venv"
"$python" -m venv "$venv"
