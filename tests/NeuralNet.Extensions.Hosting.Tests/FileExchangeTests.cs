using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>Nothing that was put at a path is lost by an exchange, whenever it comes; in each way that files can change places.</summary>
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
    public void What_is_known_is_replaced(bool isNative)
    {
        Begin();

        new FileExchange(Way(isNative)).TryReplace(Written, _own, _folder.File, _known).Should().BeTrue();

        Ends("own");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_comes_just_before_is_put_back(bool isNative)
    {
        Begin();

        new FileExchange(Deploying(isNative, "deployed")).TryReplace(Written, _own, _folder.File, _known).Should().BeFalse();

        Ends("deployed");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_last_of_several_that_come_meanwhile_stays(bool isNative)
    {
        Begin();

        new FileExchange(Deploying(isNative, "first", "second", "third")).TryReplace(Written, _own, _folder.File, _known).Should().BeFalse();

        Ends("third");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Where_the_file_is_deleted_meanwhile_the_new_one_comes(bool isNative)
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
    public void A_folder_that_comes_meanwhile_is_put_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is not replaced in the first place.");
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
    public void Nothing_is_replaced_by_a_move()
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
    public void What_a_crash_left_is_swept_unless_nobody_knows_it(string moment, string content)
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
        File.Exists(left).Should().BeTrue("another process may be at it");
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

    /// <summary>Lets files change places, and puts another at the path just before, each time another.</summary>
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
