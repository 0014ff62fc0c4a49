using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NeuralNet.Core;
using NeuralNet.Core.Tests.Support;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>
/// Whatever comes to stand at the path of a model: it is told, health is degraded, learning and saving go on, it is not overwritten,
/// a good file is loaded when it comes, and the service stops.
/// </summary>
public sealed class PathKindTests : IDisposable
{
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(5);

    private readonly ModelFolder _folder = new();

    public static TheoryData<string> Kinds => ["fifo", "link to a fifo", "device", "socket", "folder", "endless"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_told_once_and_a_good_file_that_comes_is_loaded(string kind)
    {
        var clock = new ManualClock();
        Network(1).Save(_folder.File);
        await using RunningService service = await StartAsync(clock);
        PerceptronLearner<float> learner = service.Services.GetRequiredService<PerceptronLearner<float>>();
        string there = Replace(kind);

        await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.ReloadFailed) == 1, _most, service.DescribeLog);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);
        for (int save = 1; save <= 3; save++)
        {
            learner.TryEnqueue([1], 1f).Should().BeTrue();
            await clock.RunUntilAsync(
                () => service.CountLogged(PerceptronEventIds.SavedBeside) == save, TimeSpan.FromMinutes(2), service.DescribeLog);
        }

        SpecialFile.KindOf(_folder.File).Should().Be(there, "it is another's");
        learner.Learned.Should().Be(3);
        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(1, "it is told once{0}", service.DescribeLog());
        service.CountLogged(PerceptronEventIds.Saved).Should().Be(0);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);

        Remove();
        Network(7).Save(_folder.File);
        await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.Reloaded) == 1, _most, service.DescribeLog);

        service.Services.GetRequiredService<PerceptronHost<float>>().Current.Predict([1]).Should().Be(7);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_service_stops_in_its_time_and_what_was_learned_is_saved_beside(string kind)
    {
        Network(1).Save(_folder.File);
        await using RunningService service = await StartAsync(TimeProvider.System);
        PerceptronLearner<float> learner = service.Services.GetRequiredService<PerceptronLearner<float>>();
        string there = Replace(kind);
        learner.TryEnqueue([1], 2f).Should().BeTrue();

        await service.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        SpecialFile.KindOf(_folder.File).Should().Be(there);
        Perceptron.Load<float>($"{_folder.File}.learned").CompletedSteps.Should().Be(1);
        service.CountLogged(PerceptronEventIds.SavedBeside).Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_service_does_not_start_with_it(string kind)
    {
        Replace(kind);

        Func<Task> start = () => Task.Run(() => StartAsync(TimeProvider.System)).WaitAsync(TimeSpan.FromSeconds(30));

        (await start.Should().ThrowAsync<Exception>()).Which.Message.Should().Contain($"'{_folder.File}'");
        Directory.GetFiles(_folder.In(), "*.learned").Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_vanishes_while_it_is_served_is_told_once_and_one_that_comes_is_loaded()
    {
        var clock = new ManualClock();
        Network(1).Save(_folder.File);
        await using RunningService service = await RunningService.StartAsync(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddPerceptron<float>(_folder.File).Configure(options => options.WatchesFolders = false);
            services.AddHealthChecks().AddPerceptronCheck<float>();
        });
        PerceptronHost<float> host = service.Services.GetRequiredService<PerceptronHost<float>>();

        File.Delete(_folder.File);
        await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.ReloadFailed) == 1, _most, service.DescribeLog);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);
        host.Current.Predict([1]).Should().Be(1, "the last good model answers");

        Network(7).Save(_folder.File);
        await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.Reloaded) == 1, _most, service.DescribeLog);
        host.Current.Predict([1]).Should().Be(7);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(1, "it is told once{0}", service.DescribeLog());
    }

    [Fact]
    public async Task A_file_that_vanishes_while_a_service_learns_is_written_again()
    {
        var clock = new ManualClock();
        Network(1).Save(_folder.File);
        await using RunningService service = await StartAsync(clock);
        PerceptronLearner<float> learner = service.Services.GetRequiredService<PerceptronLearner<float>>();

        File.Delete(_folder.File);
        await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.ReloadFailed) == 1, _most, service.DescribeLog);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);
        learner.TryEnqueue([1], 2f).Should().BeTrue();
        await clock.RunUntilAsync(
            () => service.CountLogged(PerceptronEventIds.Saved) == 1, TimeSpan.FromMinutes(2), service.DescribeLog);

        Perceptron.Load<float>(_folder.File).CompletedSteps.Should().Be(1);
        File.Exists($"{_folder.File}.learned").Should().BeFalse("there was nothing to lose");
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task That_it_is_saved_beside_is_told_once_for_what_was_learned()
    {
        var clock = new ManualClock();
        Network(1).Save(_folder.File);
        await using RunningService service = await StartAsync(clock);
        PerceptronLearner<float> learner = service.Services.GetRequiredService<PerceptronLearner<float>>();
        Replace("folder");
        learner.TryEnqueue([1], 2f).Should().BeTrue();
        await clock.RunUntilAsync(
            () => service.CountLogged(PerceptronEventIds.SavedBeside) == 1, TimeSpan.FromMinutes(2), service.DescribeLog);

        // Saves go on, each beside the file, until the file is gone.
        for (int save = 1; save <= 3; save++)
        {
            File.Delete($"{_folder.File}.learned");
            await clock.RunUntilAsync(() => File.Exists($"{_folder.File}.learned"), TimeSpan.FromMinutes(2), service.DescribeLog);
        }

        service.CountLogged(PerceptronEventIds.SavedBeside).Should().Be(1, "nothing new was learned{0}", service.DescribeLog());
    }

    private static Perceptron<float> Network(float weight)
    {
        Perceptron<float> network = Perceptron.Regressor<float>(inputs: 1).Build();
        network.SetWeights([weight], [0]);
        return network;
    }

    /// <summary>Puts something else in the place of the file; what it is.</summary>
    private string Replace(string kind)
    {
        Remove();
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(_folder.File);
                break;
            case "endless":
                using (var file = new FileStream(_folder.File, FileMode.CreateNew))
                {
                    // It has holes alone, and takes no room.
                    file.SetLength(300L << 30);
                }

                break;
            default:
                SpecialFile.Make(kind, _folder.File);
                break;
        }

        return SpecialFile.KindOf(_folder.File);
    }

    private void Remove()
    {
        if (Directory.Exists(_folder.File))
        {
            Directory.Delete(_folder.File);
        }

        File.Delete(_folder.File);
    }

    private Task<RunningService> StartAsync(TimeProvider time) => RunningService.StartAsync(services =>
    {
        services.AddSingleton(time);
        services.AddPerceptron<float>(_folder.File)
            .Configure(options => options.WatchesFolders = false)
            .LearnOnline(_ => Network(0));
        services.AddHealthChecks().AddPerceptronCheck<float>();
    });
}
