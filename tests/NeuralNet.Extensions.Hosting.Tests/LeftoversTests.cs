using NeuralNet.Common;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>A save deletes old leftovers of killed saves of the same file, and nothing else.</summary>
public sealed class LeftoversTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public static TheoryData<string> Names =>
        ["model.safetensors", new string('a', 255), new string('\u00e9', 127), string.Concat(Enumerable.Repeat("\ud83d\ude00", 63))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Deletes_old_leftovers_of_the_same_file(string name)
    {
        string target = _folder.In(name);
        string left = AtomicFile.NameBeside(target, ".tmp");
        string[] kept =
        [
            AtomicFile.NameBeside(target, ".tmp"),
            AtomicFile.NameBeside(target, ".tmp.tmp"),
            AtomicFile.NameBeside(target, ".temp"),
            AtomicFile.NameBeside(target, ".swap"),
            AtomicFile.NameBeside(_folder.In($"2{name[..^1]}"), ".tmp"),
            _folder.In("model.safetensors.backup.tmp"),
            _folder.In("model.safetensors.tmp"),
        ];
        foreach (string file in kept.Append(left))
        {
            File.WriteAllText(file, "half");
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - (file == kept[0] ? TimeSpan.FromMinutes(30) : TimeSpan.FromHours(2)));
        }

        using var model = new ServedFile(target, TimeProvider.System);
        (await model.SaveAsync(() => [1])).Should().Be(SaveOutcome.Written);

        Directory.GetFiles(_folder.In()).Should().BeEquivalentTo(kept.Append(target));
        File.WriteAllText(left, "half");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow - TimeSpan.FromHours(2));

        await ServedFile.WriteAsync(target, [2]);

        Directory.GetFiles(_folder.In()).Should().BeEquivalentTo(kept.Append(target));
    }
}
