#!/usr/bin/env bash
# Packs the committed state twice, in two folders with different names and depths, and compares the packages byte by byte, and also those in
# the folder passed as argument, if any. Then it packs a copy of the files without history, like a source archive. No build may warn, with
# or without history or a remote.
set -euo pipefail
others=${1:+$(realpath "$1")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Allow a checkout owned by another user, as is common in continuous integration. Cloning reads only this file.
export GIT_CONFIG_GLOBAL=$work/gitconfig
git config --global safe.directory '*'

export CI=true
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

# The address of the remote is in the links to the sources, and so in every hash over them.
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
diff "$work/first.txt" "$work/quite/another/second.txt" || { echo "The packages of the two folders differ." >&2; exit 1; }

if [[ -n "$others" ]]; then
    (cd "$others" && sha256sum --quiet --check "$work/first.txt") || { echo "The packages in $others differ." >&2; exit 1; }
fi

# Without history the package can't name the commit; otherwise it is the same, and the build does not warn.
mkdir -p "$work/archive"
git archive HEAD | tar -x -C "$work/archive"
pack "$work/archive"
echo "The packages of the two folders are identical, and an archive of the files packs without a warning."
