#!/usr/bin/env bash
# Checks, in apps with the settings of a new project that reference the packages, that a call whose result is lost gives a warning, and no
# other call does: eng/lost-call.sh FOLDER, the folder of the packages. The apps are outside of the repository, so its settings do not apply.
set -euo pipefail
packages=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=$(eng/package-version.sh "$packages")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Builds an app that references only the package $1, with the output in $2.log.
app() {
    mkdir "$work/$2"
    cat > "$work/$2/$2.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <RestoreAdditionalProjectSources>$packages</RestoreAdditionalProjectSources>
    <RestorePackagesPath>$work/packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="$1" Version="[$version]" />
  </ItemGroup>
</Project>
END
    cat > "$work/$2/Program.cs" <<END
using NeuralNet.Core;

PerceptronBuilder<double> builder = Perceptron.Regressor<double>(inputs: 2);
builder = builder.WithStandardization();
_ = builder.WithSeed(1);
builder.WithoutBias();
Console.WriteLine(builder.Build());
END
    dotnet build "$work/$2" -nodeReuse:false > "$work/$2.log" 2>&1 || { cat "$work/$2.log" >&2; exit 1; }
}

expected="Program.cs(6,1): warning NN0001: The builder is not changed by 'WithoutBias'; it returns a new one. Use the returned builder."
for package in NeuralNet.Core NeuralNet.Data NeuralNet.Onnx NeuralNet.Text NeuralNet.Extensions.AI NeuralNet.Extensions.Hosting; do
    name=App${package##*.}
    app "$package" "$name"
    found=$(grep -oE 'Program\.cs\([0-9,]+\): (warning|error) .*builder\.' "$work/$name.log" | sort -u)
    [[ "$found" == "$expected" ]] || { cat "$work/$name.log" >&2; echo "An app that references $package must get a warning for the lost call, and no other." >&2; exit 1; }
    echo "$package: $found"
done
