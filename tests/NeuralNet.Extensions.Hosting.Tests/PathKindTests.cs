using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NeuralNet.Core;
using NeuralNet.Core.Tests.Support;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>
/// If anything but a valid file is at the path of a model, it is logged, health is degraded, learning and saving continue, it is not
/// overwritten, a later valid file is loaded, and the service can stop.
/// </summary>
public sealed class PathKindTests : IDisposable
{
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(5);

    private readonly ModelFolder _folder = new();

    public static TheoryData<string> Kinds => ["fifo", "link to a fifo", "device", "socket", "folder", "endless"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Is_logged_once_and_a_later_valid_file_is_loaded(string kind)
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

        SpecialFile.KindOf(_folder.File).Should().Be(there, "it belongs to another program");
        learner.Learned.Should().Be(3);
        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(1, "it is logged once{0}", service.DescribeLog());
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
    public async Task The_service_stops_in_time_and_saves_beside_it(string kind)
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
    public async Task The_service_does_not_start_with_it(string kind)
    {
        Replace(kind);

        Func<Task> start = () => Task.Run(() => StartAsync(TimeProvider.System)).WaitAsync(TimeSpan.FromSeconds(30));

        (await start.Should().ThrowAsync<Exception>()).Which.Message.Should().Contain($"'{_folder.File}'");
        Directory.GetFiles(_folder.In(), "*.learned").Should().BeEmpty();
    }

    [Fact]
    public async Task Logs_a_deleted_file_once_and_loads_a_later_one()
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
        host.Current.Predict([1]).Should().Be(1, "the last valid model still serves");

        Network(7).Save(_folder.File);
        await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.Reloaded) == 1, _most, service.DescribeLog);
        host.Current.Predict([1]).Should().Be(7);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(1, "it is logged once{0}", service.DescribeLog());
    }

    [Fact]
    public async Task Writes_a_deleted_file_again_while_learning()
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
        File.Exists($"{_folder.File}.learned").Should().BeFalse("there was no file to protect");
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Logs_a_save_beside_the_file_once_per_learned_content()
    {
        var clock = new ManualClock();
        Network(1).Save(_folder.File);
        await using RunningService service = await StartAsync(clock);
        PerceptronLearner<float> learner = service.Services.GetRequiredService<PerceptronLearner<float>>();
        Replace("folder");
        learner.TryEnqueue([1], 2f).Should().BeTrue();
        await clock.RunUntilAsync(
            () => service.CountLogged(PerceptronEventIds.SavedBeside) == 1, TimeSpan.FromMinutes(2), service.DescribeLog);

        // Saves continue beside the file until the file is deleted.
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

    /// <summary>Replaces the file by something else, and returns its type.</summary>
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
                    // A sparse file that takes no space.
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
