#!/usr/bin/env bash
# Checks, in apps that reference the packages, that publishing ahead of time without an instruction set gives the message with the cost, and
# nothing else does: eng/instruction-set.sh FOLDER, the folder of the packages. The apps are outside of the repository, so its settings do not
# apply. Nothing is compiled: the message comes before.
set -euo pipefail
packages=$(realpath "$1")
version=$("$(dirname "${BASH_SOURCE[0]}")/package-version.sh" "$packages")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Makes an app that references only the package $1.
app() {
    mkdir "$work/$1"
    cat > "$work/$1/App.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <RestoreAdditionalProjectSources>$packages</RestoreAdditionalProjectSources>
    <RestorePackagesPath>$work/packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="$1" Version="[$version]" />
  </ItemGroup>
</Project>
XML
    dotnet restore "$work/$1" -nodeReuse:false -v:quiet -warnaserror
}

# Publishes the app $1 up to the message, with the properties that follow, and compares the number of messages with $2.
expect() {
    local log=$work/log found
    dotnet msbuild "$work/$1/App.csproj" -nodeReuse:false -v:minimal -warnaserror -t:PrepareForPublish "${@:3}" > "$log" 2>&1 || { cat "$log" >&2; exit 1; }
    found=$(grep -c 'NeuralNet.Core: .*<IlcInstructionSet>' "$log" || true)
    [[ "$found" == "$2" ]] || { cat "$log" >&2; echo "$1 ${*:3}: $found messages, expected $2." >&2; exit 1; }
    echo "$1 ${*:3}: $found messages"
}

ahead=(-p:PublishAot=true -p:RuntimeIdentifier=linux-x64)
app NeuralNet.Core
expect NeuralNet.Core 1 "${ahead[@]}"
expect NeuralNet.Core 1 -p:PublishAot=true -p:RuntimeIdentifier=win-x64
expect NeuralNet.Core 0 "${ahead[@]}" -p:IlcInstructionSet=x86-64-v3
expect NeuralNet.Core 0 "${ahead[@]}" -p:NeuralNetInstructionSetMessage=false
expect NeuralNet.Core 0 -p:PublishAot=true -p:RuntimeIdentifier=linux-arm64
expect NeuralNet.Core 0 -p:RuntimeIdentifier=linux-x64
expect NeuralNet.Core 0

# By way of another package too.
app NeuralNet.Data
expect NeuralNet.Data 1 "${ahead[@]}"
