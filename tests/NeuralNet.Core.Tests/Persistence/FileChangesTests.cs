using System.Collections.Concurrent;
using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>Files with random changes in them are refused, or can be used and saved; the command changes of the file checks tries more.</summary>
public sealed class FileChangesTests
{
    private const int Files = 2_000;

    [Fact]
    public void A_changed_file_is_refused_or_a_network_that_can_be_used_saved_and_loaded()
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
        accepted.Should().BeGreaterThan(Files / 10, "changes that leave nothing to use would prove little");
    }

    [Fact]
    public void A_readable_seed_stands_for_its_file()
    {
        foreach ((string name, byte[] file) in FileSeeds.All)
        {
            byte[] again = FileParts.FromReadable(FileParts.Of(file).ToReadable());

            FileUse.Try(again).Should().Be(FileUse.Try(file), "{0} is the same", name);
            FileUse.Try(file).Should().BePositive();
        }
    }
}
