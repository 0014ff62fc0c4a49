using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NeuralNet.Core;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>A model file that is replaced in each of the usual ways is seen, in time and once; a bad one changes nothing.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public static TheoryData<string> Ways => ["rename", "in place", "link"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_file_that_is_replaced_is_seen_by_a_watch_within_two_seconds_and_once(string way)
    {
        Replace(way, 1);
        await using RunningService service = await StartAsync(options => options.PollingInterval = TimeSpan.FromHours(1));
        PerceptronHost<float> host = HostOf(service);

        await SeesEachOfAsync(way, host, TimeSpan.FromSeconds(2));

        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(0);
        service.CountLogged(PerceptronEventIds.Reloaded).Should().Be(3);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_file_that_is_replaced_is_seen_by_polling_within_five_seconds_and_once(string way)
    {
        Replace(way, 1);
        await using RunningService service = await StartAsync(options => options.WatchesFolders = false);
        PerceptronHost<float> host = HostOf(service);

        await SeesEachOfAsync(way, host, TimeSpan.FromSeconds(5), replacements: 1);

        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(0);
        service.CountLogged(PerceptronEventIds.Reloaded).Should().Be(1);
    }

    [Fact]
    public async Task A_bad_file_keeps_the_model_is_logged_once_and_degrades_health_until_a_good_one_comes()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(options => options.PollingInterval = TimeSpan.FromMilliseconds(50));
        PerceptronHost<float> host = HostOf(service);
        PublishedPerceptron<float> before = host.Current;
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);

        File.WriteAllText(_folder.File, "no model");
        await Eventually.HoldsAsync(() => service.CountLogged(PerceptronEventIds.ReloadFailed) > 0);

        host.Current.Should().BeSameAs(before);
        HealthReportEntry health = await service.HealthAsync();
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().Contain("version 1 stays current");
        health.Exception.Should().BeOfType<ModelFormatException>();
        health.Data["version"].Should().Be(1L);

        _folder.Rename(2);
        await Eventually.HoldsAsync(() => host.Current.Version == 2);
        await Eventually.HoldsAsync(() => service.CountLogged(PerceptronEventIds.Reloaded) == 1);

        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(1);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_model_of_another_shape_is_a_bad_file()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(_ => { });
        PublishedPerceptron<float> before = HostOf(service).Current;

        FrozenPerceptron.FromWeights<float>(2, [1, 2], [], Activation.Identity).Save(_folder.File);
        await Eventually.HoldsAsync(() => service.CountLogged(PerceptronEventIds.ReloadFailed) > 0);

        HostOf(service).Current.Should().BeSameAs(before);
        (await service.HealthAsync()).Description.Should().Contain("2 inputs");
    }

    [Fact]
    public async Task A_file_that_is_gone_keeps_the_model_and_one_that_comes_back_is_loaded()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(_ => { });
        PerceptronHost<float> host = HostOf(service);

        File.Delete(_folder.File);
        await Eventually.HoldsAsync(() => service.CountLogged(PerceptronEventIds.ReloadFailed) > 0);
        host.Current.Version.Should().Be(1);

        _folder.Rename(3);
        await Eventually.HoldsAsync(() => host.Current.Version == 2);

        host.Current.Predict([1]).Should().Be(3);
    }

    [Fact]
    public async Task The_same_file_after_a_bad_one_is_told_to_be_good_again()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(_ => { });
        File.WriteAllText(_folder.File, "no model");
        await Eventually.HoldsAsync(() => service.CountLogged(PerceptronEventIds.ReloadFailed) > 0);

        _folder.Rename(1);
        await Eventually.HoldsAsync(() => service.CountLogged(PerceptronEventIds.Restored) > 0);

        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
        HostOf(service).Current.Version.Should().Be(1);
        service.CountLogged(PerceptronEventIds.Reloaded).Should().Be(0);
    }

    [Fact]
    public async Task A_file_of_equal_length_and_time_is_seen_by_a_watch()
    {
        _folder.Rename(1);
        DateTime time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.File, time);
        await using RunningService service = await StartAsync(options => options.PollingInterval = TimeSpan.FromHours(1));
        PerceptronHost<float> host = HostOf(service);
        await WatchedAsync(host);
        string beside = _folder.In("beside");
        ModelFolder.Model(2).Save(beside);
        File.SetLastWriteTimeUtc(beside, time);

        long before = host.Current.Version;
        File.Move(beside, _folder.File, overwrite: true);
        await Eventually.HoldsAsync(() => host.Current.Version > before);

        host.Current.Predict([1]).Should().Be(2);
    }

    [Fact]
    public async Task A_file_that_is_touched_or_has_a_noisy_neighbour_is_no_news()
    {
        _folder.Rename(1);
        await using RunningService service = await StartAsync(_ => { });
        PerceptronHost<float> host = HostOf(service);
        File.SetLastWriteTimeUtc(_folder.File, DateTime.UtcNow);
        File.WriteAllText(_folder.In("neighbour.log"), "noise");

        _folder.Rename(2);
        await Eventually.HoldsAsync(() => host.Current.Version == 2);

        host.Current.Predict([1]).Should().Be(2);
    }

    [Fact]
    public async Task Reloading_can_be_turned_off()
    {
        _folder.Rename(1);
        await using RunningService service = await RunningService.StartAsync(services =>
        {
            services.AddPerceptron<float>("fixed", _folder.File).Configure(options => options.ReloadsOnChange = false);
            services.AddPerceptron<float>("followed", _folder.File).Configure(options => options.Debounce = TimeSpan.FromMilliseconds(20));
        });
        PerceptronHost<float> followed = service.Services.GetRequiredKeyedService<PerceptronHost<float>>("followed");

        _folder.Rename(2);
        await Eventually.HoldsAsync(() => followed.Current.Version == 2);

        service.Services.GetRequiredKeyedService<PerceptronHost<float>>("fixed").Current.Version.Should().Be(1);
    }

    private static PerceptronHost<float> HostOf(RunningService service) => service.Services.GetRequiredService<PerceptronHost<float>>();

    private Task<RunningService> StartAsync(Action<PerceptronOptions> configure) => RunningService.StartAsync(services =>
    {
        services.AddPerceptron<float>(_folder.File).Configure(configure);
        services.AddHealthChecks().AddPerceptron<float>();
    });

    /// <summary>The watch begins a little after the service has started; a file that comes before is seen when it does.</summary>
    private async Task WatchedAsync(PerceptronHost<float> host)
    {
        _folder.Rename(100);
        long version = host.Current.Version;
        await Eventually.HoldsAsync(() => host.Current.Predict([1]) == 100);
        host.Current.Version.Should().BeInRange(version, version + 1);
    }

    private async Task SeesEachOfAsync(string way, PerceptronHost<float> host, TimeSpan most, int replacements = 3)
    {
        for (int replacement = 2; replacement < 2 + replacements; replacement++)
        {
            Replace(way, replacement);
            TimeSpan taken = await Eventually.HoldsAsync(() => host.Current.Predict([1]) == replacement);

            taken.Should().BeLessThan(most);
            host.Current.Version.Should().Be(replacement, "each is seen once");
        }
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
