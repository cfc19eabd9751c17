#!/usr/bin/env bash
# The journeys drive a real Chromium. As root on Debian it is installed; elsewhere one sentence says what is missing.
set -euo pipefail

for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null; then have_browser=1; break; fi
done
# Pictures of Chinese pages need Chinese letters.
if command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]; then have_letters=1; fi
[ -n "${have_browser:-}" ] && [ -n "${have_letters:-}" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium and Chinese fonts for the browser journeys …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk >/dev/null
  exit 0
fi
[ -n "${have_browser:-}" ] && exit 0
echo "The browser journeys need Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM to its path." >&2
echo "浏览器测试需要 Chromium：请安装（Debian：apt-get install chromium fonts-noto-cjk），或用 CHROMIUM 指定路径。" >&2
exit 1
