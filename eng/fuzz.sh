#!/usr/bin/env bash
# Fuzzes a reader of files: eng/fuzz.sh safetensors|onnx|encoder|svmlight [MINUTES, default 20]. On Debian, as root: installs AFL++ with apt
# and SharpFuzz as a local tool. Findings are in artifacts/fuzz-READER/out/default/crashes and hangs; there should be none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
project=tests/NeuralNet.Core.FileChecks
reader=$1
minutes=${2:-20}
case $reader in
    safetensors) assemblies=(NeuralNet.Core.dll) ;;
    onnx) assemblies=(NeuralNet.Onnx.dll Google.Protobuf.dll) ;;
    encoder) assemblies=(NeuralNet.Data.dll) ;;
    svmlight) assemblies=(NeuralNet.Text.dll) ;;
    *) echo "'$reader' can't be fuzzed; use safetensors, onnx, encoder or svmlight." >&2; exit 2 ;;
esac

command -v afl-fuzz > /dev/null || { apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends afl++; }
folder=artifacts/fuzz-$reader
rm -rf "$folder"
mkdir -p "$folder"
[[ -x artifacts/tools/sharpfuzz ]] || dotnet tool install --tool-path artifacts/tools SharpFuzz.CommandLine --version 2.3.0
dotnet publish "$project" -c Release -o "$folder/app"
app="$folder/app/$(basename "$project").dll"
dotnet "$app" seeds "$reader" "$folder/seeds"
for assembly in "${assemblies[@]}"; do
    artifacts/tools/sharpfuzz "$folder/app/$assembly"
done

# The runtime is not instrumented by AFL; SharpFuzz reports the coverage. Without tiered compilation a path is the same in every run.
export AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
export DOTNET_TieredCompilation=0
timeout --preserve-status -s INT "$((minutes * 60 + 30))" \
    afl-fuzz -V "$((minutes * 60))" -i "$folder/seeds" -o "$folder/out" -t 10000 -m none -- dotnet "$app" fuzz "$reader"
grep -E '^(run_time|execs_done|corpus_count|saved_crashes|saved_hangs|edges_found) ' "$folder/out/default/fuzzer_stats"
grep -qE '^saved_crashes +: 0$' "$folder/out/default/fuzzer_stats" && grep -qE '^saved_hangs +: 0$' "$folder/out/default/fuzzer_stats"
