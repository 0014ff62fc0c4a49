using NeuralNet.Core;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>The file of a model is used for one thing at a time, and each sees what the one before did.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_save_that_waits_for_a_file_to_be_loaded_does_not_write_that_file_again()
    {
        using var file = new ModelFile(_folder.File, TimeProvider.System);
        var host = new PerceptronHost<float>(Network(0).Freeze());
        var learning = new OnlineNetwork<float>(Network(0), null);
        learning.Learn(new([1, 1], null));
        learning.TryPublish(host, out _).Should().BeTrue();
        learning.Unsaved.Should().NotBeNull();
        Network(7).Save(_folder.File);
        Task<SaveOutcome>? save = null;

        await file.CheckAsync(
            isTold: true,
            TimeSpan.FromMilliseconds(1),
            path =>
            {
                save = file.SaveAsync(() => learning.Unsaved);
                learning.Reload(host, () => Perceptron.Load<float>(path));
                return true;
            },
            TestContext.Current.CancellationToken);

        (await save!).Should().Be(SaveOutcome.Nothing);
        learning.Unsaved.Should().BeNull();
        File.Exists(file.Beside).Should().BeFalse();
        Perceptron.Load<float>(_folder.File).Weights.ToArray().Should().Equal(7);
    }

    private static Perceptron<float> Network(float weight)
    {
        Perceptron<float> network = Perceptron.Regressor<float>(inputs: 1).Build();
        network.SetWeights([weight], [0]);
        return network;
    }
}
