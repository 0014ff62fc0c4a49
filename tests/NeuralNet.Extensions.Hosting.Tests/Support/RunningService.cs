using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace NeuralNet.Extensions.Hosting.Tests.Support;

/// <summary>A running service with its log.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningService(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    private IReadOnlyList<FakeLogRecord> Logged => Services.GetFakeLogCollector().GetSnapshot();

    public static async Task<RunningService> StartAsync(Action<IServiceCollection> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMetrics();
        builder.Services.AddLogging(logging => logging.AddFakeLogging());
        add(builder.Services);
        var service = new RunningService(builder.Build());
        try
        {
            await service._host.StartAsync();
            return service;
        }
        catch
        {
            service._host.Dispose();
            throw;
        }
    }

    public int CountLogged(int eventId) => Logged.Count(record => record.Id.Id == eventId);

    /// <summary>Waits until an event was logged this many times. The change it reports is then in place.</summary>
    public Task LogsAsync(int eventId, int times = 1) => Eventually.HoldsAsync(
        () => CountLogged(eventId) >= times, DescribeLog, $"event {eventId} is logged {times} times");

    /// <summary>Waits until a condition holds; otherwise the error has the log.</summary>
    public Task ReachesAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string wanted = "") =>
        Eventually.HoldsAsync(condition, DescribeLog, wanted);

    /// <summary>Returns the whole log, for the error of a test.</summary>
    public string DescribeLog() => string.Concat(Logged.Select(record => $"\n  [{record.Id.Id}] {record.Message} {record.Exception?.Message}"));

    public async Task<HealthReportEntry> HealthAsync() =>
        (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Single().Value;

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
