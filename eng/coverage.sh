#!/usr/bin/env bash
# Which lines and branches of the packages the tests reach: a table by package and folder on standard output, by class in
# artifacts/coverage/report/Summary.txt, and a page to browse beside it. Some ten minutes on two cores, since the kernels are slow when
# they count. Where a test fails the table is printed all the same, and the status is 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$PWD/artifacts/coverage
rm -rf "$out"
mkdir -p "$out"
dotnet tool restore > /dev/null
status=0

# Left out: tests of allocation, since counting allocates, and tests that run other processes, which are not counted. What the compiler
# generates is not counted either.
for project in NeuralNet.Core NeuralNet.Extensions.Hosting NeuralNet.Onnx; do
    dotnet build "tests/$project.Tests" -p:Coverage=true > "$out/$project.log" || { tail -n 20 "$out/$project.log" >&2; exit 1; }
    dotnet test --project "tests/$project.Tests" --no-build -p:Coverage=true \
        --filter-not-class '*AllocationTests*' --filter-not-class '*SameBitsTests*' --filter-not-class '*OtherProcessTests*' \
        --filter-not-class '*ServingTests*' --filter-not-class '*PerceptronHostMetricsTests*' \
        --coverlet --coverlet-single-hit --coverlet-output-format cobertura --coverlet-include "[$project]*" \
        --coverlet-exclude-by-file '**/obj/**' \
        --results-directory "$out/$project" >> "$out/$project.log" 2>&1 || { grep -E '^failed ' "$out/$project.log" >&2; status=1; }
done

printf '%-40s  %26s  %26s\n' "" lines branches
awk -f eng/coverage/table.awk "$out"/*/*.cobertura.*.xml | LC_ALL=C sort
dotnet reportgenerator -reports:"$out/*/*.cobertura.*.xml" -targetdir:"$out/report" \
    -reporttypes:"TextSummary;Html" -verbosity:Warning
exit "$status"
