using System.Diagnostics;
using NeuralNet.Core.FileChecks;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>Files shared between processes, and after a process was killed.</summary>
public sealed class OtherProcessTests
{
    [Fact]
    public async Task Training_resumed_in_other_processes_gives_the_same_bits()
    {
        (double[] rows, int[] labels) = LaterTraining.Data;
        PerceptronBuilder<double> description = Perceptron.BinaryClassifier<double>(LaterTraining.Inputs)
            .WithStandardization()
            .WithOptimizer(Optimizer.From(new HeavyBall(0.9)))
            .WithLearningRate(LearningRate.Cosine(0.2, 30).WithWarmUp(3))
            .WithAveraging(5)
            .WithBalancedClasses();
        Perceptron<double> once = description.Build();
        once.Fit(rows, labels, LaterTraining.Options with { Epochs = 20 });
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "model.safetensors");
            description.Build().Save(path);
            foreach (string epochs in new[] { "7", "1", "12" })
            {
                using Process process = Start("train", path, epochs);
                await process.WaitForExitAsync();
                process.ExitCode.Should().Be(0);
            }

            Perceptron<double> parts = Perceptron.Load<double>(path, LaterTraining.Parts);
            Bits(parts).Should().Be(Bits(once));
            parts.ToBytes().Should().Equal(once.ToBytes());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_save_that_is_killed_leaves_a_model()
    {
        using Process process = Start("kill", "8");
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        output.Should().StartWith("8 saves killed, the file loaded after each");
        process.ExitCode.Should().Be(0);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Killing).Assembly.Location, .. arguments]) { RedirectStandardOutput = true })!;
}
