#!/usr/bin/env bash
# Packs the committed state twice, in two folders of other names and depths, and compares the packages byte by byte. Once there is a
# repository with its history, once a copy of the files alone, as a source archive has them; no build may warn, with or without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A checkout of another user, as continuous integration may have, is as good as an own one. Cloning asks this file alone.
export GIT_CONFIG_GLOBAL=$work/gitconfig
git config --global safe.directory '*'
commit=$(git rev-parse HEAD)

export CI=true
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

pack() {
    local folder=$1 project
    shift
    for project in "$folder"/src/*/*.csproj; do
        dotnet pack "$project" -c Release -warnaserror -o "$folder/out" "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    done
}

git clone --quiet --no-local "$root" "$work/first"
git clone --quiet --no-local "$root" "$work/quite/another/second"
git -C "$work/quite/another/second" remote remove origin
mkdir -p "$work/archive"
git archive "$commit" | tar -x -C "$work/archive"

pack "$work/first"
pack "$work/quite/another/second"
(cd "$work/first/out" && sha256sum ./*) | tee "$work/first.txt"
(cd "$work/quite/another/second/out" && sha256sum ./*) > "$work/second.txt"
diff "$work/first.txt" "$work/second.txt" || { echo "Two folders give other packages." >&2; exit 1; }

# Without the history the commit can't stand in the package; otherwise there is no difference, and no warning.
pack "$work/archive"
echo "The packages of two folders are equal in every byte, and an archive of the files packs without a warning."
