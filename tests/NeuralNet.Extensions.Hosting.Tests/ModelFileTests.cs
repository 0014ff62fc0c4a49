using NeuralNet.Core;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>Loads and saves of a model file exclude each other, and each sees the effect of the previous one.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_save_that_waits_for_a_reload_does_not_write_the_reloaded_file()
    {
        using var file = new ServedFile(_folder.File, TimeProvider.System);
        var host = new PerceptronHost<float>(Network(0).Freeze());
        var learning = new OnlineNetwork<float>(Network(0), null);
        learning.Learn(new([1, 1], 1, null));
        learning.TryPublish(host, out _, out _).Should().BeTrue();
        learning.Unsaved.Should().NotBeNull();
        Network(7).Save(_folder.File);
        Task<SaveOutcome>? save = null;

        await file.CheckAsync(
            isReported: true,
            TimeSpan.FromMilliseconds(1),
            async (open, cancellation) =>
            {
                Perceptron<float> network = await Perceptron.LoadAsync<float>(open(), cancellationToken: cancellation);
                return () =>
                {
                    save = file.SaveAsync(() => learning.Unsaved);
                    learning.Reload(host, () => network);
                    return true;
                };
            },
            TestContext.Current.CancellationToken);

        (await save!).Should().Be(SaveOutcome.Nothing);
        learning.Unsaved.Should().BeNull();
        File.Exists(file.Beside).Should().BeFalse();
        Perceptron.Load<float>(_folder.File).Weights.ToArray().Should().Equal(7);
    }

    [Fact]
    public async Task A_save_does_not_wait_while_a_file_is_read()
    {
        using var file = new ServedFile(_folder.File, TimeProvider.System);
        Network(7).Save(_folder.File);

        await CheckAsync(file, async open =>
        {
            (await file.SaveAsync(() => [1]).WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(SaveOutcome.Beside);
            Perceptron.Load<float>(open()).Weights[0].Should().Be(7);
            return true;
        });

        (await file.SaveAsync(() => Network(8).ToBytes())).Should().Be(SaveOutcome.Written, "it was loaded");
    }

    [Fact]
    public async Task Reads_a_file_again_that_changed_while_it_was_read()
    {
        using var file = new ServedFile(_folder.File, TimeProvider.System);
        Network(7).Save(_folder.File);
        byte[] later = Network(8).ToBytes();
        var seen = new List<float>();

        await CheckAsync(file, open =>
        {
            Perceptron.Load<float>(open());
            using var writer = new FileStream(_folder.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            writer.Write(later);
            return Task.FromResult(true);
        });
        (await file.SaveAsync(() => [1])).Should().Be(SaveOutcome.Beside);
        await CheckAsync(file, open =>
        {
            seen.Add(Perceptron.Load<float>(open()).Weights[0]);
            return Task.FromResult(true);
        });

        seen.Should().Equal(8);
        (await file.SaveAsync(() => [1])).Should().Be(SaveOutcome.Written);
    }

    [Fact]
    public async Task Never_overwrites_a_file_deployed_during_a_save()
    {
        using var file = new ServedFile(_folder.File, TimeProvider.System);
        var random = new Random(1);
        var outcomes = new List<SaveOutcome>();
        Network(0).Save(_folder.File);
        file.Load(open => Perceptron.Load<float>(open));
        for (int race = 1; race <= 50; race++)
        {
            byte[] learned = Network(-race).ToBytes();
            string deployed = _folder.In("deployed");
            Network(race).Save(deployed);
            int turns = random.Next(40_000);
            Task deploying = Task.Run(() =>
            {
                Thread.SpinWait(turns);
                File.Move(deployed, _folder.File, overwrite: true);
            });
            Task<SaveOutcome> saving = Task.Run(() => file.SaveAsync(() => learned));

            outcomes.Add(await saving);
            await deploying;

            Perceptron.Load<float>(_folder.File).Weights[0].Should().Be(race, "it was not loaded yet and must not be overwritten");
            if (outcomes[^1] == SaveOutcome.Beside)
            {
                Perceptron.Load<float>(file.Beside).Weights[0].Should().Be(-race);
            }

            await CheckAsync(file, _ => Task.FromResult(true));
        }

        outcomes.Should().OnlyContain(outcome => outcome == SaveOutcome.Written || outcome == SaveOutcome.Beside);
        Directory.GetFiles(_folder.In()).Except([_folder.File, file.Beside]).Should().BeEmpty();
    }

    private static Task CheckAsync(ServedFile file, Func<Func<Stream>, Task<bool>> read) => file.CheckAsync(
        isReported: true,
        TimeSpan.FromMilliseconds(1),
        async (open, _) =>
        {
            bool isTaken = await read(open);
            return () => isTaken;
        },
        TestContext.Current.CancellationToken);

    private static Perceptron<float> Network(float weight)
    {
        Perceptron<float> network = Perceptron.Regressor<float>(inputs: 1).Build();
        network.SetWeights([weight], [0]);
        return network;
    }
}
