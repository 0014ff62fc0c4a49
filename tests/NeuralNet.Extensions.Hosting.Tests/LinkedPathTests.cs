using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>The folder entries that decide which file a path means.</summary>
public sealed class LinkedPathTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plain_file_has_one_entry() =>
        LinkedPath.Entries(_folder.File).Should().Equal(_folder.File);

    [Fact]
    public void Every_link_is_an_entry_and_the_file_is_last()
    {
        Directory.CreateDirectory(_folder.In("v1"));
        Directory.CreateSymbolicLink(_folder.In("current"), "v1");
        File.CreateSymbolicLink(_folder.File, Path.Combine("current", "file"));

        LinkedPath.Entries(_folder.File).Should().Equal(_folder.File, _folder.In("current"), _folder.In("v1", "file"));
    }

    [Fact]
    public void Rejects_links_that_form_a_loop()
    {
        File.CreateSymbolicLink(_folder.In("a"), _folder.In("b"));
        File.CreateSymbolicLink(_folder.In("b"), _folder.In("a"));

        FluentActions.Invoking(() => LinkedPath.Entries(_folder.In("a"))).Should().Throw<IOException>().WithMessage("*form a loop*");
        FileStamp.Read(_folder.In("a")).Should().Be(FileStamp.Missing);
    }
}
