#!/usr/bin/env bash
# Which lines and branches of the packages the tests reach: a table by package and class on standard output, a page to browse in
# artifacts/coverage/report. Some ten minutes on two cores, since the kernels are slow when they count.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$PWD/artifacts/coverage
rm -rf "$out"
mkdir -p "$out"
dotnet tool restore > /dev/null

# Left out: tests of allocation, since counting allocates, and tests that run other processes, which are not counted.
for project in NeuralNet.Core NeuralNet.Onnx NeuralNet.Extensions.Hosting; do
    dotnet build "tests/$project.Tests" -p:Coverage=true > "$out/$project.log" || { tail -n 20 "$out/$project.log" >&2; exit 1; }
    dotnet test --project "tests/$project.Tests" --no-build -p:Coverage=true \
        --filter-not-class '*AllocationTests*' --filter-not-class '*SameBitsTests*' --filter-not-class '*OtherProcessTests*' \
        --filter-not-class '*ServingTests*' --filter-not-class '*PerceptronHostMetricsTests*' \
        --coverlet --coverlet-single-hit --coverlet-output-format cobertura --coverlet-include "[$project]*" \
        --results-directory "$out/$project" >> "$out/$project.log" 2>&1 || { tail -n 40 "$out/$project.log" >&2; exit 1; }
done

dotnet reportgenerator -reports:"$out/*/*.cobertura.*.xml" -targetdir:"$out/report" \
    -reporttypes:"TextSummary;Html" -verbosity:Warning
cat "$out/report/Summary.txt"
