
namespace NeuralNet.Core.Tests.Common;

/// <summary>Does not open FIFOs, sockets and devices, which could block.</summary>
public sealed class PathCheckTests : IDisposable
{
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string Target => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fifo")]
    [InlineData("socket")]
    [InlineData("device")]
    [InlineData("link to a fifo")]
    public async Task Rejects_a_path_that_is_no_regular_file_at_once(string kind)
    {
        SpecialFile.Make(kind, Target);

        foreach (Func<Task> load in Loads(Target))
        {
            await FluentActions.Awaiting(() => Task.Run(load).WaitAsync(_most, TestContext.Current.CancellationToken))
                .Should().ThrowExactlyAsync<IOException>().WithMessage($"'{Target}' is a FIFO, a socket or a device, and no file. Name a file.");
        }
    }

    [Fact]
    public async Task A_missing_file_or_a_folder_has_its_own_error()
    {
        foreach (Func<Task> load in Loads(Target))
        {
            (await load.Should().ThrowExactlyAsync<FileNotFoundException>()).Which.FileName.Should().Be(Target);
        }

        foreach (Func<Task> load in Loads(Path.Combine(Target, "file")))
        {
            await load.Should().ThrowExactlyAsync<DirectoryNotFoundException>();
        }

        foreach (Func<Task> load in Loads(_folder))
        {
            await load.Should().ThrowExactlyAsync<UnauthorizedAccessException>();
        }

    }

    private static Func<Task>[] Loads(string path) =>
    [
        () => Task.FromResult(Perceptron.Load<float>(path)),
        () => Task.FromResult(FrozenPerceptron.Load<float>(path)),
        () => Perceptron.LoadAsync<float>(path),
        () => Task.FromResult(ModelFile.Inspect(path)),
    ];
}
