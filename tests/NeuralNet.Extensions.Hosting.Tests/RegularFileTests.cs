using NeuralNet.Core.Tests.Support;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>Opens only regular files, without blocking.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fifo")]
    [InlineData("socket")]
    [InlineData("device")]
    [InlineData("link to a fifo")]
    public async Task Rejects_anything_but_a_regular_file_at_once(string kind)
    {
        SpecialFile.Make(kind, _folder.File);

        await FluentActions.Awaiting(() => Task.Run(() => RegularFile.OpenRead(_folder.File)).WaitAsync(TimeSpan.FromSeconds(30)))
            .Should().ThrowExactlyAsync<IOException>().WithMessage($"'{_folder.File}' is a FIFO, a socket or a device, and no file. Name a file.");
    }

    [Fact]
    public void A_missing_file_and_a_folder_have_their_own_errors()
    {
        FluentActions.Invoking(() => RegularFile.OpenRead(_folder.File)).Should().ThrowExactly<FileNotFoundException>();
        FluentActions.Invoking(() => RegularFile.OpenRead(_folder.In("missing", "file"))).Should().ThrowExactly<DirectoryNotFoundException>();
        FluentActions.Invoking(() => RegularFile.OpenRead(_folder.In())).Should().ThrowExactly<UnauthorizedAccessException>();
        FluentActions.Invoking(() => RegularFile.OpenRead("a\0b")).Should().Throw<ArgumentException>();
        File.CreateSymbolicLink(_folder.File, _folder.File);
        FluentActions.Invoking(() => RegularFile.OpenRead(_folder.File)).Should().Throw<IOException>();
    }

    [Fact]
    public void Reads_a_whole_file_with_any_name()
    {
        string strange = _folder.In("\u00e9 \ud83d\ude00 *?");
        File.WriteAllText(strange, "content");

        using var reader = new StreamReader(RegularFile.OpenRead(_folder.In(".", Path.GetFileName(strange))));

        reader.ReadToEnd().Should().Be("content");
    }
}
