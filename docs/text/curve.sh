#!/usr/bin/env bash
# Measures accuracy against the number of labelled texts, and draws it: fetches the texts (npm and apt-cache), embeds them, trains on 5 to
# some thousand of them, trains the baselines, and writes learning-curve.csv and docs/pictures. Takes about 20 minutes on two cores, most of
# it for the embedding, which another run does not repeat. Needs Python with scikit-learn, for example Debian's python3-sklearn.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python3 docs/text/fetch.py
dotnet run -c Release --project docs/text -- curve
python3 docs/text/baseline.py
dotnet run docs/pictures.cs
