using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using NeuralNet.Core;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>The log says whether learning resumed or started new, and a missing file can stop the start.</summary>
public sealed class BeginningTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Logs_whether_learning_resumed_or_started_new()
    {
        await using (RunningService first = await StartAsync())
        {
            await first.LogsAsync(PerceptronEventIds.LearningBeganNew);
            FakeLogRecord record = Single(first, PerceptronEventIds.LearningBeganNew);
            record.Level.Should().Be(LogLevel.Warning);
            record.Message.Should().Contain($"there is no file {_folder.File}, so it starts with a new network");
            first.CountLogged(PerceptronEventIds.LearningResumed).Should().Be(0);
            LearnerOf(first).CompletedSteps.Should().Be(0);
            LearnerOf(first).TryEnqueue([1], 1).Should().BeTrue();
            LearnerOf(first).TryEnqueue([1], 0).Should().BeTrue();
        }

        await using RunningService second = await StartAsync();
        await second.LogsAsync(PerceptronEventIds.LearningResumed);

        FakeLogRecord resumed = Single(second, PerceptronEventIds.LearningResumed);
        resumed.Level.Should().Be(LogLevel.Information);
        resumed.Message.Should().Contain($"loaded {_folder.File} after 2 steps");
        second.CountLogged(PerceptronEventIds.LearningBeganNew).Should().Be(0);
        LearnerOf(second).CompletedSteps.Should().Be(2);
        LearnerOf(second).Learned.Should().Be(0, "this service has not learned yet");
        (await second.HealthAsync()).Data["steps"].Should().Be(2L);
    }

    [Fact]
    public async Task Logs_the_start_even_if_the_service_stops_at_once()
    {
        RunningService service = await StartAsync();
        FakeLogCollector log = service.Services.GetFakeLogCollector();
        LearnerOf(service).TryEnqueue([1], 1).Should().BeTrue();

        await service.DisposeAsync();

        log.GetSnapshot().Should().ContainSingle(record => record.Id.Id == PerceptronEventIds.LearningBeganNew);
    }

    [Fact]
    public async Task A_new_start_without_a_path_is_no_warning()
    {
        await using RunningService service = await RunningService.StartAsync(services =>
            services.AddPerceptron<float>(_ => { }).LearnOnline(_ => Network()));
        await service.LogsAsync(PerceptronEventIds.LearningBeganNew);

        Single(service, PerceptronEventIds.LearningBeganNew).Level.Should().Be(LogLevel.Information);
    }

    [Fact]
    public async Task A_missing_required_file_stops_the_start()
    {
        Func<Task> start = () => StartAsync(options => options.RequiresFile = true);

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage(
            $"The model without a name can't start: there is no file '{_folder.File}', and RequiresFile is true. Put a model there (a copy, if it was lost), correct Path, or set RequiresFile to false to start with a new network.");
        File.Exists(_folder.File).Should().BeFalse();

        Network().Save(_folder.File);
        await using RunningService service = await StartAsync(options => options.RequiresFile = true);
        await service.LogsAsync(PerceptronEventIds.LearningResumed);
    }

    [Fact]
    public async Task RequiresFile_needs_a_path_and_can_be_set_by_configuration()
    {
        Func<Task> noPath = () => RunningService.StartAsync(services =>
            services.AddPerceptron<float>("m", _ => { }).Configure(options => options.RequiresFile = true).LearnOnline(_ => Network()));
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Path"] = _folder.File,
            ["RequiresFile"] = "true",
        }).Build();
        Func<Task> lost = () => RunningService.StartAsync(services => services.AddPerceptron<float>(configuration).LearnOnline(_ => Network()));

        await noPath.Should().ThrowAsync<OptionsValidationException>().WithMessage("*RequiresFile is true, and has no Path*");
        await lost.Should().ThrowAsync<InvalidOperationException>().WithMessage("*RequiresFile is true*");
    }

    [Fact]
    public async Task A_broken_link_stops_the_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.CreateSymbolicLink(_folder.File, _folder.In("gone"));

        Func<Task> start = () => StartAsync();

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*there is no file*repair or delete the link*");
    }

    [Fact]
    public async Task Logs_a_handler_that_throws_and_continues_learning()
    {
        Perceptron<float> alone = Network();
        await using RunningService service = await StartAsync();
        PerceptronLearner<float> learner = LearnerOf(service);
        int told = 0;
        learner.ExampleLearned += (_, _) => throw new InvalidOperationException("a bad handler");
        learner.ExampleLearned += (_, _) => told++;
        for (int example = 0; example < 300; example++)
        {
            (await learner.EnqueueAsync([example % 5], example & 1)).Should().BeTrue();
            alone.Learn([example % 5], example & 1);
        }

        await service.LogsAsync(PerceptronEventIds.HandlerFailed);
        await service.StopAsync();

        FakeLogRecord record = service.Services.GetFakeLogCollector().GetSnapshot().First(it => it.Id.Id == PerceptronEventIds.HandlerFailed);
        record.Level.Should().Be(LogLevel.Error);
        record.Exception!.Message.Should().Be("a bad handler");
        (told, learner.Learned).Should().Be((300, 300));
        service.CountLogged(PerceptronEventIds.Diverged).Should().Be(0, "an exception of a handler is no divergence");
        service.CountLogged(PerceptronEventIds.ExamplesRefused).Should().Be(0);
        File.ReadAllBytes(_folder.File).Should().Equal(alone.ToBytes());
    }

    [Fact]
    public async Task LearnWaiting_is_not_for_the_learner_of_a_service()
    {
        await using RunningService service = await StartAsync();

        LearnerOf(service).Invoking(it => it.LearnWaiting()).Should().Throw<InvalidOperationException>().WithMessage("*in the background*");
    }

    private static Perceptron<float> Network() => Perceptron.BinaryClassifier<float>(inputs: 1).Build();

    private static PerceptronLearner<float> LearnerOf(RunningService service) => service.Services.GetRequiredService<PerceptronLearner<float>>();

    private static FakeLogRecord Single(RunningService service, int eventId) =>
        service.Services.GetFakeLogCollector().GetSnapshot().Single(record => record.Id.Id == eventId);

    private Task<RunningService> StartAsync(Action<PerceptronOptions>? configure = null) => RunningService.StartAsync(services =>
    {
        services.AddPerceptron<float>(_folder.File).Configure(configure ?? (_ => { })).LearnOnline(_ => Network());
        services.AddHealthChecks().AddPerceptronCheck<float>();
    });
}
