#!/usr/bin/env bash
# Runs the F# programs of docs/fsharp.md by F# interactive with the package NeuralNet.Core, and compares what they print; a program after
# <!-- error: CODE --> must fail to compile with that code. FOLDER has the packages: eng/fsharp.sh [FOLDER, default: packs them first]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

work=$PWD/artifacts/fsharp
rm -rf "$work"
mkdir -p "$work"
packages=$(realpath "${1:-$work/packages}")
[[ $# -gt 0 ]] || dotnet pack -c Release src/NeuralNet.Core -o "$packages" > "$work/pack.log" || { cat "$work/pack.log"; exit 1; }
package=$(find "$packages" -name 'NeuralNet.Core.[0-9]*.nupkg' | sort | tail -n 1)
version=$(basename "$package" .nupkg)
version=${version#NeuralNet.Core.}

# Writes each program to a file, what it prints to a second and its error to a third. The first block is the beginning of all.
awk -v work="$work" '
    /^<!-- error: /              { error = $3 }
    /^```fsharp$/                { program = sprintf("%s/%02d", work, number++); printf "" > (program ".fsx"); inside = program ".fsx"; next }
    /^```text$/ && program != "" { printf "" > (program ".expected"); inside = program ".expected"; next }
    /^```$/ && inside != ""      { if (inside ~ /fsx$/ && error != "") { print error > (program ".error"); error = "" } inside = ""; next }
    inside != ""                 { print > inside }' docs/fsharp.md

failed=0 ran=0
for program in "$work"/*.fsx; do
    name=${program%.fsx}
    [[ $name != */00 ]] || continue
    { echo "#i \"nuget: $packages\""; sed "s/\(NeuralNet.Core, \)\*-\*/\1$version/" "$work/00.fsx"; cat "$program"; } > "$name.run.fsx"
    status=0
    dotnet fsi --quiet "$name.run.fsx" > "$name.printed" 2> "$name.log" < /dev/null || status=$?
    ran=$((ran + 1))
    if [[ -f $name.error ]]; then
        (( status != 0 )) && grep -q "error $(< "$name.error")" "$name.log" && continue
        echo "This should fail with $(< "$name.error"):"
    else
        (( status == 0 )) && diff "$name.expected" "$name.printed" && continue
    fi
    failed=$((failed + 1))
    cat "$program" "$name.log"
done
(( ran > 0 ))
echo "$ran programs, $failed failed"
(( failed == 0 ))
