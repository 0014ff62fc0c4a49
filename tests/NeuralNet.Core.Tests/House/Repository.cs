using System.Reflection;

namespace NeuralNet.Core.Tests.House;

/// <summary>The repository the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string PathOf(params string[] parts) => Path.GetFullPath(Path.Combine([Root, .. parts]));
}
