using System.Reflection;

namespace NeuralNet.Text.Tests.Support;

/// <summary>The files that the scripts beside them wrote.</summary>
internal static class References
{
    public static string PathOf(string file) => Path.Combine(
        typeof(References).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "tests", "NeuralNet.Text.Tests", "References", file);
}
