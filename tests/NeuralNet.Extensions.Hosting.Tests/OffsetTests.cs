using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NeuralNet.Core;
using NeuralNet.Extensions.Hosting.StreamApp;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>The position in a stream is saved together with the model.</summary>
public sealed class OffsetTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_file_always_has_the_offset_of_its_last_example()
    {
        await using RunningService service = await StartAsync();
        PerceptronLearner<float> learner = LearnerOf(service);
        learner.Offset.Should().BeNull();
        for (int offset = 0; offset < 3_000; offset++)
        {
            (await learner.EnqueueAsync([offset % 7], offset & 1, $"{offset}")).Should().BeTrue();
            if (offset % 300 == 0)
            {
                await service.LogsAsync(PerceptronEventIds.Saved, times: 1 + (offset / 300));
                StepsOfFile().Should().BeInRange(1, offset + 1);
            }
        }

        await service.ReachesAsync(() => StepsOfFile() == 3_000);

        learner.Offset.Should().Be("2999");
        HostOf(service).Current.Model.Metadata["stream.offset"].Should().Be("2999", "the published model has it too");
    }

    [Fact]
    public async Task Resumes_from_the_offset_and_examples_without_one_keep_it()
    {
        Perceptron<float> alone = Network();
        for (int run = 0; run < 3; run++)
        {
            await using RunningService service = await StartAsync();
            PerceptronLearner<float> learner = LearnerOf(service);
            learner.Offset.Should().Be(run == 0 ? null : $"end of {run - 1}");
            learner.CompletedSteps.Should().Be(2 * run);
            learner.TryEnqueue([run], 1, $"end of {run}").Should().BeTrue();
            learner.TryEnqueue([run], 0).Should().BeTrue();
            alone.Learn([run], 1);
            alone.Learn([run], 0);
            await service.StopAsync();
        }

        alone.SetMetadata("stream.offset", "end of 2");
        File.ReadAllBytes(_folder.File).Should().Equal(alone.ToBytes());
    }

    [Fact]
    public async Task A_later_file_has_its_own_offset_and_steps()
    {
        await using RunningService service = await StartAsync();
        PerceptronLearner<float> learner = LearnerOf(service);
        learner.TryEnqueue([1], 1, "mine").Should().BeTrue();
        await service.LogsAsync(PerceptronEventIds.Saved);
        Perceptron<float> other = Network();
        for (int step = 0; step < 5; step++)
        {
            other.Learn([1], 0);
        }

        other.SetMetadata("stream.offset", "theirs");
        other.Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.Reloaded);

        learner.Offset.Should().Be("theirs");
        learner.CompletedSteps.Should().Be(5);
    }

    [Fact]
    public void A_divergence_restores_the_offset_with_the_network()
    {
        var network = new OnlineNetwork<float>(Network(), null);
        var host = new PerceptronHost<float>(Network().Freeze());
        network.Learn(new([1, 1], 1, 1, "published"));
        network.TryPublish(host, out _, out _).Should().BeTrue();
        network.Learn(new([1, 1], 1, 1, "forgotten"));
        network.Offset.Should().Be("forgotten");
        network.Steps.Should().Be(2);

        network.GoBack().Should().Be(1);

        network.Offset.Should().Be("published");
        network.Steps.Should().Be(1);
    }

    [Fact]
    public async Task Killed_services_learn_each_example_once()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Killing).Assembly.Location, "kill", "3"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        (await errors).Should().BeEmpty();
        output.Should().StartWith("3 kills, 3 offsets resumed from").And.Contain("the bytes are those of a service that was not killed");
        process.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Models_deployed_during_saves_are_loaded_and_readers_find_whole_files()
    {
        using var output = new StringWriter();

        int status = await Racing.RunAsync(10, output);

        output.ToString().Should().StartWith("10 models deployed and loaded");
        status.Should().Be(0);
    }

    private static Perceptron<float> Network() => Perceptron.BinaryClassifier<float>(inputs: 1).WithOptimizer(Optimizer.Adam()).Build();

    private static PerceptronLearner<float> LearnerOf(RunningService service) => service.Services.GetRequiredService<PerceptronLearner<float>>();

    private static PerceptronHost<float> HostOf(RunningService service) => service.Services.GetRequiredService<PerceptronHost<float>>();

    private long StepsOfFile()
    {
        Perceptron<float> network = Perceptron.Load<float>(_folder.File);
        long.Parse(network.Metadata["stream.offset"], CultureInfo.InvariantCulture).Should().Be(network.CompletedSteps - 1);
        return network.CompletedSteps;
    }

    private Task<RunningService> StartAsync() => RunningService.StartAsync(services => services
        .AddPerceptron<float>(_folder.File)
        .Configure(options => options.Debounce = TimeSpan.FromMilliseconds(20))
        .LearnOnline(_ => Network(), options =>
        {
            options.PublishInterval = TimeSpan.Zero;
            options.SaveInterval = TimeSpan.FromTicks(1);
        }));
}
