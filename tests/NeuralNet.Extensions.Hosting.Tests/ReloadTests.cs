using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NeuralNet.Core;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>A model file replaced in any usual way is loaded in time and once; a corrupt file changes nothing.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public static TheoryData<string> Ways => ["rename", "in place", "link"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public Task A_watch_loads_a_replaced_file_once_within_two_seconds(string way) =>
        SeesReplacementsAsync(way, options => options.PollingInterval = TimeSpan.FromHours(1), TimeSpan.FromSeconds(2));

    [Theory]
    [MemberData(nameof(Ways))]
    public Task Polling_loads_a_replaced_file_once_within_five_seconds(string way) =>
        SeesReplacementsAsync(way, options => options.WatchesFolders = false, TimeSpan.FromSeconds(5));

    [Fact]
    public async Task A_corrupt_file_keeps_the_model_and_degrades_health_until_a_valid_one_arrives()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(options => options.PollingInterval = TimeSpan.FromMilliseconds(50));
        PerceptronHost<float> host = HostOf(service);
        PublishedPerceptron<float> before = host.Current;
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);

        _folder.RenameBad();
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        host.Current.Should().BeSameAs(before);
        HealthReportEntry health = await service.HealthAsync();
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().Contain("version 1 stays current");
        health.Exception.Should().BeOfType<ModelFormatException>();
        health.Data["version"].Should().Be(1L);

        _folder.Rename(2);
        await service.LogsAsync(PerceptronEventIds.Reloaded);

        host.Current.Version.Should().Be(2);

        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(1);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_model_of_another_shape_counts_as_corrupt()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(_ => { });
        PublishedPerceptron<float> before = HostOf(service).Current;

        FrozenPerceptron.FromWeights<float>(2, [1, 2], [], Activation.Identity).Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        HostOf(service).Current.Should().BeSameAs(before);
        (await service.HealthAsync()).Description.Should().Contain("2 inputs");
    }

    [Fact]
    public async Task Keeps_the_model_if_the_file_is_missing_and_loads_it_when_it_returns()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(_ => { });
        PerceptronHost<float> host = HostOf(service);

        File.Delete(_folder.File);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);
        host.Current.Version.Should().Be(1);

        _folder.Rename(3);
        await service.LogsAsync(PerceptronEventIds.Reloaded);

        host.Current.Predict([1]).Should().Be(3);
    }

    [Fact]
    public async Task Logs_that_the_file_of_the_current_model_is_valid_again()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(_ => { });
        _folder.RenameBad();
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        _folder.Rename(1);
        await service.LogsAsync(PerceptronEventIds.Restored);

        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
        HostOf(service).Current.Version.Should().Be(1);
        service.CountLogged(PerceptronEventIds.Reloaded).Should().Be(0);
    }

    [Fact]
    public async Task A_watch_detects_a_new_file_of_equal_length_and_time()
    {
        _folder.Rename(1);
        DateTime time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.File, time);
        await using RunningService service = await StartAsync(options => options.PollingInterval = TimeSpan.FromHours(1));
        PerceptronHost<float> host = HostOf(service);
        await WatchedAsync(service);
        string beside = _folder.In("beside");
        ModelFolder.Model(2).Save(beside);
        File.SetLastWriteTimeUtc(beside, time);

        File.Move(beside, _folder.File, overwrite: true);
        await service.ReachesAsync(() => host.Current.Predict([1]) == 2);
    }

    [Fact]
    public async Task Ignores_a_touched_file_and_changes_of_other_files()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(_ => { });
        PerceptronHost<float> host = HostOf(service);
        File.SetLastWriteTimeUtc(_folder.File, DateTime.UtcNow);
        File.WriteAllText(_folder.In("neighbor.log"), "noise");

        _folder.Rename(2);
        await service.ReachesAsync(() => host.Current.Predict([1]) == 2);

        host.Current.Version.Should().Be(2);
    }

    [Fact]
    public async Task Reloading_can_be_turned_off()
    {
        _folder.Rename(1);
        await using RunningService service = await RunningService.StartAsync(services =>
        {
            services.AddPerceptron<float>("fixed", _folder.File).Configure(options => options.ReloadOnChange = false);
            services.AddPerceptron<float>("followed", _folder.File).Configure(options => options.Debounce = TimeSpan.FromMilliseconds(20));
        });
        PerceptronHost<float> followed = service.Services.GetRequiredKeyedService<PerceptronHost<float>>("followed");

        _folder.Rename(2);
        await service.ReachesAsync(() => followed.Current.Version == 2);

        service.Services.GetRequiredKeyedService<PerceptronHost<float>>("fixed").Current.Version.Should().Be(1);
    }

    [Fact]
    public async Task Does_not_read_a_file_until_it_stops_changing()
    {
        var clock = new ManualClock();
        TimeSpan rest = TimeSpan.FromSeconds(1);
        _folder.Rename(1);
        await using RunningService service = await StartAsync(
            options =>
            {
                options.PollingInterval = TimeSpan.FromHours(1);
                options.Debounce = rest;
            },
            clock);
        _folder.Rename(2);
        await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.Reloaded) == 1, 2 * rest, service.DescribeLog);

        byte[] bytes = ModelFolder.Model(3).ToBytes();
        await using (var stream = new FileStream(_folder.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(0);
            for (int part = 0; part < 4; part++)
            {
                stream.Write(bytes.AsSpan(bytes.Length * part / 4, (bytes.Length * (part + 1) / 4) - (bytes.Length * part / 4)));
                stream.Flush();
                await clock.IsAwaitedAsync(rest, service.DescribeLog);
                if (part > 0)
                {
                    clock.Advance(rest);
                    await service.ReachesAsync(() => service.CountLogged(PerceptronEventIds.ReloadFailed) > 0 || clock.IsAwaited(rest));
                }
            }
        }

        await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.Reloaded) == 2, 3 * rest, service.DescribeLog);

        HostOf(service).Current.Predict([1]).Should().Be(3);
        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(0, "half a file is no file{0}", service.DescribeLog());
    }

    private static PerceptronHost<float> HostOf(RunningService service) => service.Services.GetRequiredService<PerceptronHost<float>>();

    private Task<RunningService> StartAsync(Action<PerceptronOptions> configure, TimeProvider? clock = null) => RunningService.StartAsync(services =>
    {
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddPerceptron<float>(_folder.File).Configure(configure);
        services.AddHealthChecks().AddPerceptronCheck<float>();
    });

    /// <summary>A watch starts before the first check of the file, so it exists once any file was loaded.</summary>
    private async Task WatchedAsync(RunningService service)
    {
        _folder.Rename(100);
        await service.LogsAsync(PerceptronEventIds.Reloaded);
    }

    /// <summary>Replaces the file three times, while the clock of the service moves only by the documented time.</summary>
    private async Task SeesReplacementsAsync(string way, Action<PerceptronOptions> configure, TimeSpan most)
    {
        var clock = new ManualClock();
        Replace(way, 1);
        await using RunningService service = await StartAsync(configure, clock);
        PerceptronHost<float> host = HostOf(service);

        for (int replacement = 1; replacement <= 3; replacement++)
        {
            Replace(way, replacement + 1);
            await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.Reloaded) >= replacement, most, service.DescribeLog);

            service.CountLogged(PerceptronEventIds.Reloaded).Should().Be(replacement, "each is seen once{0}", service.DescribeLog());
            host.Current.Predict([1]).Should().Be(replacement + 1);
            host.Current.Version.Should().Be(replacement + 1);
        }

        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(0, "a file is read once it has come to rest{0}", service.DescribeLog());
    }

    private void Replace(string way, float weight)
    {
        switch (way)
        {
            case "rename":
                _folder.Rename(weight);
                break;
            case "in place":
                _folder.WriteInPlace(weight);
                break;
            default:
                _folder.SwapLink(weight);
                break;
        }
    }
}
