using System.Collections.Concurrent;
using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>
/// Files with random changes are rejected, or can be used and saved; the command changes of the file checks tries more.
/// </summary>
public sealed class FileChangesTests
{
    private const int Files = 2_000;

    [Fact]
    public void A_changed_file_is_rejected_or_loads_as_a_usable_network()
    {
        var findings = new ConcurrentBag<string>();
        int accepted = 0;
        Parallel.For(0, Files, number =>
        {
            if (FileChanges.Finding(number, out int readers) is { } finding)
            {
                findings.Add($"{number}: {finding}");
            }

            Interlocked.Add(ref accepted, readers);
        });

        findings.Should().BeEmpty();
        accepted.Should().BeGreaterThan(Files / 10, "otherwise the test proves little");
    }

    [Fact]
    public void A_readable_seed_represents_its_file()
    {
        foreach ((string name, byte[] file) in FileSeeds.All)
        {
            byte[] again = FileParts.FromReadable(FileParts.Of(file).ToReadable());

            FileUse.Try(again).Should().Be(FileUse.Try(file), "{0} is the same", name);
            FileUse.Try(file).Should().BePositive();
        }
    }
}
