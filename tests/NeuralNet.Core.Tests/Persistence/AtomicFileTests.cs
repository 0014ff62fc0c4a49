using NeuralNet.Core.Persistence;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>A file is replaced as a whole, or not at all.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string Target => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        File.WriteAllText(Target, "old");

        FluentActions.Invoking(() => AtomicFile.Write(Target, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidDataException("broken");
        })).Should().ThrowExactly<InvalidDataException>();
        await FluentActions.Awaiting(() => AtomicFile.WriteAsync(Target, async stream =>
        {
            await stream.WriteAsync(new byte[3]);
            throw new InvalidDataException("broken");
        }, default)).Should().ThrowExactlyAsync<InvalidDataException>();
        await FluentActions.Awaiting(() => AtomicFile.WriteAsync(
            Target, stream => stream.WriteAsync(new byte[3]).AsTask(), new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();

        File.ReadAllText(Target).Should().Be("old");
        Directory.GetFiles(_folder).Should().Equal(Target);
    }

    [Fact]
    public void Whoever_has_the_old_file_open_reads_on_in_it()
    {
        File.WriteAllText(Target, "old");
        using var reader = new StreamReader(new FileStream(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        reader.ReadToEnd().Should().Be("old");
        File.ReadAllText(Target).Should().Be("new");
    }

    [Fact]
    public void A_link_stays_and_what_it_points_to_is_replaced()
    {
        string link = Path.Combine(_folder, "link");
        File.WriteAllText(Target, "old");
        File.CreateSymbolicLink(link, "file");

        AtomicFile.Write(link, stream => stream.Write("new"u8));

        new FileInfo(link).LinkTarget.Should().Be("file");
        File.ReadAllText(Target).Should().Be("new");
        Directory.GetFiles(_folder).Should().HaveCount(2);
    }

    [Fact]
    public void A_link_to_a_link_stays_too()
    {
        string link = Path.Combine(_folder, "link");
        File.WriteAllText(Target, "old");
        File.CreateSymbolicLink(Path.Combine(_folder, "between"), "file");
        File.CreateSymbolicLink(link, "between");

        AtomicFile.Write(link, stream => stream.Write("new"u8));

        new FileInfo(link).LinkTarget.Should().Be("between");
        new FileInfo(Path.Combine(_folder, "between")).LinkTarget.Should().Be("file");
        new FileInfo(Target).LinkTarget.Should().BeNull();
        File.ReadAllText(Target).Should().Be("new");
    }

    [Fact]
    public void The_rights_of_the_file_are_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no modes of files.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        File.GetUnixFileMode(Target).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
    }
}
