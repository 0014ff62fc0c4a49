using System.Reflection;
using System.Text.RegularExpressions;
using Xunit.v3;

[assembly: TestFramework(typeof(NeuralNet.Core.Tests.Mutation.FilteredTestFramework))]

namespace NeuralNet.Core.Tests.Mutation;

/// <summary>
/// Finds only the tests of one folder: Stryker runs every test on a mutant and has no filter for the testing platform. It is compiled into
/// the tests only if the variable with the pattern is set.
/// </summary>
public sealed class FilteredTestFramework : XunitTestFramework
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) =>
        new Discoverer(((XunitTestFrameworkDiscoverer)base.CreateDiscoverer(assembly)).TestAssembly);

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        private static readonly Regex _chosen = new(Environment.GetEnvironmentVariable("MUTATION_TESTS") ?? ".*");

        protected override Type[] GetExportedTypes() => [.. base.GetExportedTypes().Where(type => _chosen.IsMatch(type.FullName!))];
    }
}
