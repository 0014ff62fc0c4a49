#!/usr/bin/env bash
# Measures the mutation score of NeuralNet.Core, folder by folder, each with the tests of that folder: eng/mutation.sh [FOLDER...]
# FOLDER/FILE measures one file, and FOLDER/PATTERN,PATTERN several, such as 'Training/Newton*,Curvature*'. Without arguments it measures
# all folders, in two hours on two cores. Writes reports to artifacts/mutation, and prints a table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
out=$root/artifacts/mutation
copy=$out/source
all=(Losses Training Persistence Common Optimizers Rates Activations Initializers Evaluation Prediction Selection Foundation Data Description Networks Serving Kernels Statistics)

# The test classes that should notice a change in a folder, as a pattern of their full names. The files of one solver have their own tests,
# which take minutes where those of the folder take an hour.
tests_of() {
    case $1 in
        Training/NewtonSystem*|Training/WorkingSet*|Training/QuadraticModel*|Training/CurvatureShape*)
            echo '\.Training\.(NewtonSystem|WorkingSet|QuadraticModel)|\.Optimizers\.NewtonTestsInDouble'; return ;;
        Training/NewtonBasis*|Training/CurvaturePass*|Training/CurvatureTile*|Training/CurvatureSum*|Training/KinkProgram*|Training/KinkRows*|Training/KinkSearch*|Training/InputMetric*|Training/SeparationCheck*)
            echo '\.Training\.(NewtonBasis|CurvaturePass|KinkProgram|KinkRows|InputMetric|SeparationCheck|Recession|WeightBounds)'; return ;;
        Training/Newton*|Training/Curvature*)
            echo '\.Optimizers\.((Newton(?!Certified)|WeightBound|PenaltyFactor)[A-Za-z]*(InDouble|Reference)|CoordinateDescentTests|NewtonTestsInFloat)|\.Training\.(NewtonBasis|CurvaturePass|OffsetTestsInDouble)'; return ;;
        Training/Coordinate*)
            echo '\.(Coordinate|PenaltyFactor|PenaltyPath|WeightBound)[A-Za-z]*(InDouble|Reference)|\.Training\.OffsetTests'; return ;;
        Training/Kink*)
            echo '\.Optimizers\.Kink[A-Za-z]*(InDouble|Reference)|\.Training\.Kink(Program|Rows|TrainerTestsInDouble)'; return ;;
        Training/SeparationCheck*|Training/Recession*|Training/WeightBounds*|Training/RowOffsets*|Training/FewRows*|Training/InputMetric*|Training/GradientOfAll*)
            echo '\.Training\.(SeparationCheck|Recession|InputMetric|WeightBounds|FewRows|OffsetTestsInDouble)|\.Optimizers\.(Newton(?!Certified)|Coordinate|WeightBound|PenaltyFactor|LbfgsPenalty|LbfgsTests)[A-Za-z]*InDouble|\.Learning\.(RawUnits|Optimum|Separable)'; return ;;
        Optimizers/PenalizedQuadratic*|Optimizers/Triangle*|Optimizers/Box*|Optimizers/Orthant*|Optimizers/InDouble*|Optimizers/Stagnation*)
            echo '\.Optimizers\.(PenalizedQuadratic|Triangle|Box|InDouble|Stagnation|Orthant)|\.Training\.(NewtonSystem|QuadraticModel)'; return ;;
        Description/OptimizerChoice*)
            echo '\.Optimizers\.(Auto|PenaltyFactor|WeightBound)TestsInDouble'; return ;;
    esac
    case ${1%%/*} in
        Losses)       echo '\.Losses\.|\.Learning\.(Xor|Margin|RegressionLoss)|GuideFormula' ;;
        Training)     echo 'Core\.Tests\.(Training\.|Optimizers\.|Learning\.(?!RealData|Xor)|Losses\.Loss(Derivative|Reference|Refusal)|Networks\.|Selection\.|Data\.|Foundation\.Defaults)' ;;
        Persistence)  echo '\.Persistence\.(?!OtherProcess)' ;;
        Common)       echo '\.Common\.' ;;
        Optimizers)   echo '\.Optimizers\.' ;;
        Rates)        echo '\.Rates\.|\.Description\.' ;;
        Activations)  echo '\.Activations\.|\.Losses\.LossDerivative' ;;
        Initializers) echo '\.Initializers\.|\.Networks\.(Article|PerceptronBuilder)' ;;
        Evaluation)   echo '\.Evaluation\.|PerceptronCalibration|\.Learning\.(Calibration|MultiLabel)' ;;
        Prediction)   echo 'Core\.Tests\.(Networks\.|Data\.|(Evaluation|Learning)\.MultiLabel)' ;;
        Selection)    echo '\.Selection\.' ;;
        Foundation)   echo 'Core\.Tests\.(Foundation\.|Networks\.|Serving\.|Data\.|Selection\.|Training\.ExampleSource|Persistence\.(ModelFile|FileLayout)|Rates\.)' ;;
        Data)         echo '\.Data\.' ;;
        Serving)      echo '\.Serving\.PerceptronHost' ;;
        Statistics)   echo '\.Statistics\.(?!Summary[A-Za-z]*InFloat)|\.Training\.OffsetTests' ;;
        Kernels)      echo '\.Kernels\.(?!LaneMathSweep)' ;;
        Description)  echo 'Core\.Tests\.(Description\.|Networks\.|Losses\.|Activations\.|Optimizers\.(Optimizer|[A-Za-z]+Refusal|PassiveAggressive)|Rates\.|Persistence\.)' ;;
        Networks)     echo 'Core\.Tests\.(Networks\.|Data\.|Training|Losses\.LossRefusal|Optimizers\.(Optimizer|[A-Za-z]+Refusal|PassiveAggressive)|Rates\.|Selection\.|Evaluation\.(Metrics|MultiLabel)|Persistence\.(ModelFile|FileLayout|Golden))' ;;
        *)            echo "There is no folder $1; use one of ${all[*]}." >&2; return 1 ;;
    esac
}

# The patterns of the files to change, one a line.
files_of() {
    case $1 in
        Common)  echo '**/src/Common/*.cs' ;;
        */*)  sed "s|^|${1%%/*}/|" <<< "${1#*/}" | sed "s|,|\n${1%%/*}/|g" ;;
        *)    echo "$1/**/*.cs" ;;
    esac
}

count() {
    { grep -o "\"status\": *\"$2\"" "$1" || true; } | wc -l
}

is_in() {
    [[ $1 == */* ]] || { [[ $2 == "$1"/* ]]; return; }
    local pattern
    while IFS= read -r pattern; do
        # shellcheck disable=SC2053 # a pattern
        [[ $2 != $pattern ]] || return 0
    done < <(files_of "$1")
    return 1
}

# Copies the working tree so that Stryker changes only one folder. Its own filter would still insert a switch at each place in the other
# folders that it could change, which makes the kernels many times slower.
copy_for() {
    rm -rf "$copy"
    mkdir -p "$copy"
    git ls-files -z --cached --others --exclude-standard | tar -c --null -T - | tar -x -C "$copy"
    local file path
    while IFS= read -r -d '' file; do
        path=${file#"$copy/src/"}
        is_in "$1" "${path#NeuralNet.Core/}" || sed -i '1i // Stryker disable all' "$file"
    done < <(find "$copy/src/NeuralNet.Core" "$copy/src/Common" -name '*.cs' -print0)
}

folders=("$@")
(( ${#folders[@]} > 0 )) || folders=("${all[@]}")
mkdir -p "$out"
printf '| folder | mutants | killed | timed out | survived | not covered | score |\n|---|---|---|---|---|---|---|\n'
for folder in "${folders[@]}"; do
    tests=$(tests_of "$folder")
    report="$out/$(tr '/,' '--' <<< "${folder//\*/}")"
    mapfile -t chosen < <(files_of "$folder" | sed 's/^/-m\n/')
    rm -rf "$report"
    copy_for "$folder"
    (
        cd "$copy/tests/NeuralNet.Core.Tests"
        dotnet tool restore
        RunAnalyzers=false MUTATION_TESTS=$tests dotnet stryker -t mtp -f "$copy/eng/mutation/stryker-config.json" -p NeuralNet.Core.csproj \
            "${chosen[@]}" -c "${MUTATION_PROCESSES:-$(nproc)}" -O "$report" --skip-version-check
    ) > "$report.log" 2>&1 || { tail -n 20 "$report.log" >&2; exit 1; }
    json=$report/reports/mutation-report.json
    killed=$(count "$json" Killed) timedout=$(count "$json" Timeout) survived=$(count "$json" Survived) uncovered=$(count "$json" NoCoverage)
    all_of_them=$((killed + timedout + survived + uncovered))
    score=none
    (( all_of_them == 0 )) || score=$(awk -v good=$((killed + timedout)) -v all=$all_of_them 'BEGIN { printf "%.1f", 100 * good / all }')' %'
    printf '| %s | %d | %d | %d | %d | %d | %s |\n' "$folder" "$all_of_them" "$killed" "$timedout" "$survived" "$uncovered" "$score"
done
