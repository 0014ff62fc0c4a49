using System.Reflection;
using System.Text.RegularExpressions;
using Xunit.v3;

[assembly: TestFramework(typeof(NeuralNet.Core.Tests.Mutation.FilteredTestFramework))]

namespace NeuralNet.Core.Tests.Mutation;

/// <summary>
/// Finds the tests of one folder alone: a mutant is tried by every test there is, and Stryker has no filter for the testing platform.
/// Compiled into the tests only where the variable is set that says which.
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
