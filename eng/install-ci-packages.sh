#!/usr/bin/env bash
# Installs the Debian packages that .ci/run needs in addition to the .NET SDK: linker and zlib for Native AOT, unzip to check the packages,
# and an Arm64 emulator with two libraries for .NET. Building, testing and running the examples do not need them.
set -euo pipefail

missing=()
for package in clang zlib1g-dev unzip qemu-user libc6-arm64-cross libstdc++6-arm64-cross; do
    if [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]]; then
        missing+=("$package")
    fi
done

if (( ${#missing[@]} > 0 )); then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
fi
