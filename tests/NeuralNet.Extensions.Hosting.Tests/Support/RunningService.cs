using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace NeuralNet.Extensions.Hosting.Tests.Support;

/// <summary>A service that runs, with what it logs.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningService(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IReadOnlyList<FakeLogRecord> Logged => Services.GetFakeLogCollector().GetSnapshot();

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

    public async Task<HealthReportEntry> HealthAsync() =>
        (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Single().Value;

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
