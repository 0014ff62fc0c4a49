#!/usr/bin/env bash
# Lists the mutants of a folder that survived or were not covered: eng/mutation/survivors.sh FOLDER, after eng/mutation.sh FOLDER.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python3 - "artifacts/mutation/$(tr '/,' '--' <<< "${1//\*/}")/reports/mutation-report.json" << 'PYTHON'
import json, sys
for name, file in sorted(json.load(open(sys.argv[1]))["files"].items()):
    lines = file["source"].splitlines()
    for mutant in sorted(file["mutants"], key=lambda it: it["location"]["start"]["line"]):
        if mutant["status"] in ("Survived", "NoCoverage"):
            start = mutant["location"]["start"]["line"]
            print(f'{name}:{start}: {mutant["status"]}, {mutant["mutatorName"]}: {lines[start - 1].strip()[:110]}  ->  {mutant.get("replacement", "")[:110]!r}')
PYTHON
