#!/usr/bin/env bash
# Builds the site, the documents and the API reference of all packages with search, in artifacts/site. A warning ends it with an error,
# and so does a public type without an example in the documents.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

mkdir -p artifacts
dotnet tool restore > artifacts/site-tools.log 2>&1 || { cat artifacts/site-tools.log >&2; exit 1; }
rm -rf artifacts/site
dotnet run -c Release --project eng/site "$@"
dotnet docfx artifacts/site-work/docfx.json --warningsAsErrors --logLevel warning
echo "artifacts/site: $(find artifacts/site -name '*.html' | wc -l) pages"
