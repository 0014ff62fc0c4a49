#!/usr/bin/env bash
# Prints the version of the packages in a folder: eng/package-version.sh FOLDER. It must have those of one version only.
set -euo pipefail
packages=$1
cores=("$packages"/NeuralNet.Core.*.nupkg)
(( ${#cores[@]} == 1 )) || { echo "$packages must have the packages of one version, and has: ${cores[*]}" >&2; exit 1; }
basename "${cores[0]#"$packages"/NeuralNet.Core.}" .nupkg
