#!/usr/bin/env bash
# What .ci/run needs on Debian besides the .NET SDK: the linker and zlib to publish ahead of time, unzip to look into the
# package, an emulator of Arm64 with the two libraries that .NET asks for there. Building, testing and running the examples need none of it.
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
