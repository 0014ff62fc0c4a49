#!/usr/bin/env bash
# Reads the site in artifacts/site (eng/site.sh) in Debian's Chromium: every link, code block, picture and formula, the search, and the
# number of clicks to every page. Screenshots are in artifacts/site-test. Installs Chromium if it is missing, so it runs as root on Debian.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ -f artifacts/site/index.html ]] || { echo "There is no artifacts/site. Run eng/site.sh first." >&2; exit 1; }

if [[ ! -x /usr/bin/chromium ]]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium > /dev/null
fi
command -v npm > /dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm > /dev/null

work=artifacts/site-test
rm -rf "$work"
mkdir -p "$work"
cp eng/site/package.json eng/site/package-lock.json eng/site/test.mjs "$work"
npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund --silent
node "$work/test.mjs" artifacts/site "$work"
