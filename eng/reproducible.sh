#!/usr/bin/env bash
# Packs the committed state twice, in two folders of other names and depths, and compares the packages byte by byte; with a folder as
# argument also those that lie there. Last it packs a copy of the files alone, as a source archive has them. No build may warn, with
# history or without, with a remote or without.
set -euo pipefail
others=${1:+$(realpath "$1")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A checkout of another user, as continuous integration often has, is as good as an own one. Cloning asks this file alone.
export GIT_CONFIG_GLOBAL=$work/gitconfig
git config --global safe.directory '*'

export CI=true
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

# The links to the sources, and so every byte that is hashed with them, tell the address of the remote.
clone() {
    git clone --quiet --no-local "$root" "$1"
    local address
    if address=$(git remote get-url origin 2> /dev/null); then
        git -C "$1" remote set-url origin "$address"
    else
        git -C "$1" remote remove origin
    fi
}

pack() {
    local folder=$1 project
    for project in "$folder"/src/*/*.csproj; do
        dotnet pack "$project" -c Release -warnaserror -o "$folder/out" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    done
    (cd "$folder/out" && sha256sum ./*) > "$folder.txt"
}

clone "$work/first"
pack "$work/first"
cat "$work/first.txt"

clone "$work/quite/another/second"
pack "$work/quite/another/second"
diff "$work/first.txt" "$work/quite/another/second.txt" || { echo "Two folders give other packages." >&2; exit 1; }

if [[ -n "$others" ]]; then
    (cd "$others" && sha256sum --quiet --check "$work/first.txt") || { echo "The packages in $others are others." >&2; exit 1; }
fi

# Without the history the commit can't stand in the package; otherwise there is no difference, and no warning.
mkdir -p "$work/archive"
git archive HEAD | tar -x -C "$work/archive"
pack "$work/archive"
echo "The packages of two folders are equal in every byte, and an archive of the files packs without a warning."
