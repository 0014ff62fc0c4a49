#!/usr/bin/env bash
# Runs tests repeatedly and reports how often each failed, to find tests that fail only sometimes.
#   eng/repeat.sh PROJECT TIMES [BUSY]   PROJECT is a folder of tests/, or "all"
# BUSY is the number of processes that keep the processors busy meanwhile; default 0. The status is 1 if any run failed. The output of the
# runs is in artifacts/repeat.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ $# -ge 2 && $2 =~ ^[1-9][0-9]*$ && ${3:-0} =~ ^[0-9]+$ ]] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
project=$1
times=$2
busy=${3:-0}
target=()
[[ $project == all ]] || target=(--project "tests/$project")
out=$PWD/artifacts/repeat
rm -rf "$out"
mkdir -p "$out"
if [[ $project == all ]]; then
    dotnet build -v quiet
else
    dotnet build -v quiet "tests/$project"
fi

trap 'kill $(jobs -p) 2> /dev/null || true' EXIT
for (( process = 0; process < busy; process++ )); do
    (while :; do :; done) &
done

failed=0
for (( run = 1; run <= times; run++ )); do
    log=$out/$run.log
    started=$SECONDS
    result=passed
    dotnet test --no-build --no-progress --no-ansi "${target[@]}" > "$log" 2>&1 || { result=FAILED; failed=$((failed + 1)); }
    echo "run $run of $times, $busy busy processes: $result, $((SECONDS - started)) s, $(sed -n 's/^ *succeeded: *//p' "$log" | tail -n 1) tests passed"
done

echo "$failed of $times runs failed"
if (( failed > 0 )); then
    echo "failures by test:"
    # Each failed test has a line "failed NAME (12ms)"; a run that crashed has none.
    sed -n 's/^failed \(.*\) ([0-9a-z ]*)$/\1/p' "$out"/*.log | sort | uniq -c | sort -rn
    exit 1
fi
