using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>An exchange never loses a file that another program puts at the path, with each way of swapping files.</summary>
public sealed class FileExchangeTests : IDisposable
{
    private static readonly FileContent _known = FileContent.Read("known"u8);
    private static readonly FileContent _own = FileContent.Read("own"u8);

    private readonly ModelFolder _folder = new();

    public static TheoryData<bool> Ways => [true, false];

    private string Written => _folder.In("written");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void Replaces_a_file_of_known_content(bool isNative)
    {
        Begin();

        new FileExchange(Way(isNative)).TryReplace(Written, _own, _folder.File, _known).Should().BeTrue();

        Ends("own");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Puts_back_a_file_deployed_just_before(bool isNative)
    {
        Begin();

        new FileExchange(Deploying(isNative, "deployed")).TryReplace(Written, _own, _folder.File, _known).Should().BeFalse();

        Ends("deployed");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Keeps_the_last_of_several_files_deployed_meanwhile(bool isNative)
    {
        Begin();

        new FileExchange(Deploying(isNative, "first", "second", "third")).TryReplace(Written, _own, _folder.File, _known).Should().BeFalse();

        Ends("third");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Writes_the_new_file_if_the_old_one_is_deleted_meanwhile(bool isNative)
    {
        Begin();
        Action<string, string> exchange = Way(isNative) ?? FileExchange.ChangePlaces;

        new FileExchange((first, second) =>
        {
            File.Delete(second);
            exchange(first, second);
        }).TryReplace(Written, _own, _folder.File, _known).Should().BeTrue();

        Ends("own");
    }

    [Fact]
    public void Puts_back_a_folder_created_meanwhile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems do not replace a folder.");
        Begin();
        bool isFirst = true;

        new FileExchange((first, second) =>
        {
            if (isFirst)
            {
                isFirst = false;
                File.Delete(second);
                Directory.CreateDirectory(second);
            }

            FileExchange.ChangePlaces(first, second);
        }).TryReplace(Written, _own, _folder.File, _known).Should().BeFalse();

        Directory.Exists(_folder.File).Should().BeTrue();
        Directory.GetFiles(_folder.In()).Should().BeEmpty();
    }

    [Fact]
    public void A_move_never_replaces_a_file()
    {
        Begin();

        FileExchange.TryMove(Written, _folder.File).Should().BeFalse();
        File.Exists(Written).Should().BeTrue();
        File.Delete(_folder.File);
        FileExchange.TryMove(Written, _folder.File).Should().BeTrue();

        Ends("own");
    }

    [Theory]
    [InlineData("before", "own")]
    [InlineData("after", "known")]
    [InlineData("while another is out", "deployed")]
    public void Sweeps_the_leftovers_of_a_crash_unless_their_content_is_unknown(string moment, string content)
    {
        Begin();
        int made = 0;
        var broken = new FileExchange((first, second) =>
        {
            if (moment == "before" || made == 1)
            {
                throw new IOException("broken");
            }

            if (moment == "while another is out")
            {
                File.WriteAllText(second, "deployed");
            }

            FileExchange.ChangePlaces(first, second);
            made++;
            if (moment == "after")
            {
                throw new IOException("broken");
            }
        });

        broken.Invoking(it => it.TryReplace(Written, _own, _folder.File, _known)).Should().Throw<IOException>().WithMessage("broken");
        string left = Directory.GetFiles(_folder.In(), "*.swap").Should().ContainSingle().Which;
        File.ReadAllText(left).Should().Be(content);
        Leftovers.Sweep(_folder.File, DateTime.UtcNow);
        File.Exists(left).Should().BeTrue("another process may still use it");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow - TimeSpan.FromHours(2));

        Leftovers.Sweep(_folder.File, DateTime.UtcNow);

        File.Exists(left).Should().Be(content == "deployed");
    }

    private static Action<string, string>? Way(bool isNative) => isNative ? null : FileExchange.ReplaceInTurn;

    private void Begin()
    {
        File.WriteAllText(_folder.File, "known");
        File.WriteAllText(Written, "own");
    }

    private void Ends(string content)
    {
        File.ReadAllText(_folder.File).Should().Be(content);
        Directory.GetFiles(_folder.In()).Should().Equal(_folder.File);
    }

    /// <summary>Swaps files, and each time puts another file at the path just before.</summary>
    private Action<string, string> Deploying(bool isNative, params string[] contents)
    {
        Action<string, string> exchange = Way(isNative) ?? FileExchange.ChangePlaces;
        int next = 0;
        return (first, second) =>
        {
            if (next < contents.Length)
            {
                string deployed = _folder.In("deployed");
                File.WriteAllText(deployed, contents[next++]);
                File.Move(deployed, second, overwrite: true);
            }

            exchange(first, second);
        };
    }
}
