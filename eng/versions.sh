#!/usr/bin/env bash
# Checks in copies of the committed state that no two commits share a package version, with and without tags, history and remote, that a tag
# gives the version of the release, and that lock files fit every version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
prefix=$(sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' Directory.Build.props)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The settings of the person or machine don't count; cloning a checkout of another user is allowed.
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
git config --global safe.directory '*'
git config --global user.name Test
git config --global user.email test@example.org
git config --global advice.detachedHead false

version() {
    dotnet msbuild "$1/src/NeuralNet.Data" -warnaserror -nodeReuse:false -t:SetPackageVersion -getProperty:PackageVersion "${@:2}"
}

expect() {
    [[ "$2" =~ ^$3$ ]] || { echo "$1: the version is $2, expected $3." >&2; exit 1; }
    echo "$1: $2"
}

commit() {
    git -C "$work/clone" commit --quiet --allow-empty -m "$1"
}

git clone --quiet --no-local "$root" "$work/clone"
git -C "$work/clone" remote remove origin
git -C "$work/clone" tag --list | xargs -r git -C "$work/clone" tag --delete > /dev/null
dev="$prefix-dev\.[0-9]{14}\.g[0-9a-f]{12}"

first=$(version "$work/clone")
expect "a commit without tags or a remote" "$first" "$dev"
commit "Another commit"
second=$(version "$work/clone")
expect "the next commit" "$second" "$dev"
[[ "$second" != "$first" ]] || { echo "Two commits share a version." >&2; exit 1; }

# Same parent, same time: only the hash differs.
git -C "$work/clone" checkout --quiet -b other HEAD~
GIT_COMMITTER_DATE=$(git -C "$work/clone" log -1 --format=%cI @{-1}) commit "A commit of another branch"
third=$(version "$work/clone")
expect "a commit of another branch" "$third" "$dev"
[[ "$third" != "$second" && "${third%.*}" == "${second%.*}" ]] || { echo "Two commits of two branches share a version, or a commit of one second has two times." >&2; exit 1; }

git clone --quiet --depth 1 "file://$work/clone" "$work/shallow"
expect "the same commit in a shallow clone" "$(version "$work/shallow")" "$third"
git -C "$work/clone" worktree add --quiet "$work/tree" HEAD
expect "the same commit in a worktree" "$(version "$work/tree")" "$third"

git -C "$work/clone" tag v0.0.0
expect "a commit with a tag of another version" "$(version "$work/clone")" "$third"
git -C "$work/clone" tag -a -m "A release" "v$prefix"
expect "a commit with the tag v$prefix" "$(version "$work/clone")" "$prefix"
git clone --quiet --depth 1 --branch "v$prefix" "file://$work/clone" "$work/release"
expect "the tag in a shallow clone" "$(version "$work/release")" "$prefix"
commit "The commit after a release"
expect "the commit after a tag" "$(version "$work/clone")" "$dev"

# Inside the repository of something else, whose commit is not meant.
mkdir "$work/vendor"
git -C "$work/vendor" init --quiet
git -C "$work/vendor" commit --quiet --allow-empty -m "Something else"
mkdir "$work/vendor/archive"
git archive HEAD | tar -x -C "$work/vendor/archive"
expect "an archive" "$(version "$work/vendor/archive")" "$prefix-archive"
expect "an archive whose version is given" "$(version "$work/vendor/archive" -p:ExactVersion="$prefix")" "$prefix"

for folder in clone shallow release vendor/archive; do
    (cd "$work/$folder" && dotnet restore --locked-mode -p:Configuration=Release -nodeReuse:false -v:quiet)
done
[[ -z "$(git -C "$work/clone" status --porcelain)" ]] || { echo "The restore changed files." >&2; exit 1; }
echo "The lock files fit every version."
