using NeuralNet.Common;

namespace NeuralNet.Core.Tests.Common;

/// <summary>Replaces a file as a whole, or not at all.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string Target => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_failed_write_leaves_only_the_old_file()
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
    public void An_open_reader_keeps_the_old_file()
    {
        File.WriteAllText(Target, "old");
        using var reader = new StreamReader(new FileStream(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        reader.ReadToEnd().Should().Be("old");
        File.ReadAllText(Target).Should().Be("new");
    }

    [Fact]
    public void Replaces_the_target_of_a_link_and_keeps_the_link()
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
    public void Keeps_a_link_to_a_link()
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
    public void Keeps_the_permissions_of_the_file()
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

    [Fact]
    public void The_owner_can_always_read_the_saved_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no modes of files.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (UnixFileMode rights in new[] { UnixFileMode.None, UnixFileMode.UserWrite, UnixFileMode.GroupRead })
        {
            File.WriteAllText(Target, "old");
            File.SetUnixFileMode(Target, rights);

            AtomicFile.Write(Target, stream => stream.WriteByte((byte)'n'));

            File.GetUnixFileMode(Target).Should().Be(rights | UnixFileMode.UserRead);
            File.Delete(Target);
        }
    }

    [Fact]
    public async Task A_private_file_is_private_from_its_first_byte()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no modes of files.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode Everyones = Mine | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        foreach (UnixFileMode rights in new[] { Mine, Everyones, UnixFileMode.UserRead })
        {
            File.WriteAllText(Target, "old");
            File.SetUnixFileMode(Target, rights);
            var seen = new List<UnixFileMode>();

            AtomicFile.Write(Target, stream => seen.Add(ModeOf(Temporary())));
            await AtomicFile.WriteAsync(
                Target,
                stream =>
                {
                    seen.Add(ModeOf(Temporary()));
                    return Task.CompletedTask;
                },
                default);

            seen.Should().Equal(rights, rights);
            File.GetUnixFileMode(Target).Should().Be(rights);
            File.Delete(Target);
        }
    }

    [Fact]
    public async Task A_private_file_never_has_more_permissions_while_it_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no modes of files.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, Mine);
        UnixFileMode seen = UnixFileMode.None;
        int looks = 0;

        // Another thread checks, because the writer gets the stream only after its permissions are set.
        Task writing = Task.Run(
            () =>
            {
                for (int write = 0; write < 20_000 && Volatile.Read(ref looks) < 2_000; write++)
                {
                    try
                    {
                        AtomicFile.Write(Target, _ => throw new InvalidDataException("not written"));
                    }
                    catch (InvalidDataException)
                    {
                    }
                }
            },
            TestContext.Current.CancellationToken);
        while (!writing.IsCompleted)
        {
            foreach (string temporary in Directory.EnumerateFiles(_folder, "*.tmp"))
            {
                try
                {
                    seen |= File.GetUnixFileMode(temporary);
                    Volatile.Write(ref looks, looks + 1);
                }
                catch (FileNotFoundException)
                {
                }
            }
        }

        await writing;
        (seen & ~Mine).Should().Be(UnixFileMode.None, "it was looked at {0} times", looks);
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("socket")]
    [InlineData("device")]
    [InlineData("link to a fifo")]
    public async Task Does_not_replace_a_path_that_is_no_regular_file(string kind)
    {
        SpecialFile.Make(kind, Target);
        string before = SpecialFile.KindOf(Target);

        FluentActions.Invoking(() => AtomicFile.Write(Target, stream => stream.WriteByte(1)))
            .Should().Throw<IOException>().WithMessage("*is a FIFO, a socket or a device, and no file. Name a file.");
        await FluentActions.Awaiting(() => AtomicFile.WriteAsync(Target, stream => stream.WriteAsync(new byte[1]).AsTask(), default))
            .Should().ThrowAsync<IOException>();
        FluentActions.Invoking(() => Perceptron.Regressor<float>(inputs: 1).Build().Save(Target)).Should().Throw<IOException>();

        SpecialFile.KindOf(Target).Should().Be(before);
        Directory.GetFiles(_folder, "*.tmp").Should().BeEmpty();
    }

    [Fact]
    public void Replaces_an_empty_file()
    {
        File.WriteAllBytes(Target, []);

        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        File.ReadAllText(Target).Should().Be("new");
    }

    [Fact]
    public async Task Writes_names_of_the_maximum_length()
    {
        foreach (string name in new[] { new string('a', 255), new string('\u00e9', 127), string.Concat(Enumerable.Repeat("\ud83d\ude00", 63)) })
        {
            string target = Path.Combine(_folder, name);

            AtomicFile.Write(target, stream => stream.Write("new"u8));
            await AtomicFile.WriteAsync(target, stream => stream.WriteAsync("newer"u8.ToArray()).AsTask(), default);

            File.ReadAllText(target).Should().Be("newer");
            Directory.GetFiles(_folder).Should().Equal(target);
            File.Delete(target);
        }
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private string Temporary() => Directory.GetFiles(_folder, "*.tmp").Single();
}
