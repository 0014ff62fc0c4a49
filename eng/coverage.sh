#!/usr/bin/env bash
# Measures which lines and branches of the packages the tests reach. Prints a table by package and folder, and writes one by class to
# artifacts/coverage/report/Summary.txt with an HTML page beside it. Takes about ten minutes on two cores, because instrumented kernels are
# slow. If a test fails, the table is still printed and the status is 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$PWD/artifacts/coverage
rm -rf "$out"
mkdir -p "$out"
dotnet tool restore > /dev/null
status=0

# Excluded are tests of allocation, because counting allocates, and tests of other processes, which are not instrumented. Generated code is
# not counted either.
for project in NeuralNet.Core NeuralNet.Data NeuralNet.Extensions.AI NeuralNet.Extensions.Hosting NeuralNet.Onnx NeuralNet.Text; do
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
