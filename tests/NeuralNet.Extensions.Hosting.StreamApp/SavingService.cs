using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting.StreamApp;

/// <summary>A service that learns the stream and saves continuously, with its log.</summary>
internal sealed class SavingService : IAsyncDisposable
{
    private readonly IHost _app;
    private readonly EventCounter _events = new();

    public SavingService(string path)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_events);
        builder.Services.AddPerceptron<float>(path)
            .Configure(options =>
            {
                options.Debounce = TimeSpan.FromMilliseconds(1);
                options.PollingInterval = TimeSpan.FromMilliseconds(50);
            })
            .LearnOnline(_ => ExampleStream.NewNetwork(), options =>
            {
                options.PublishInterval = TimeSpan.Zero;
                options.SaveInterval = TimeSpan.FromMilliseconds(1);
            });
        builder.Services.AddHealthChecks().AddPerceptronCheck<float>();
        _app = builder.Build();
    }

    public PublishedPerceptron<float> Current => _app.Services.GetRequiredService<PerceptronHost<float>>().Current;

    public Task StartAsync() => _app.StartAsync();

    public int Count(int eventId) => _events.Count(eventId);

    public async Task<HealthStatus> HealthAsync() =>
        (await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    /// <summary>Learns until it is canceled.</summary>
    public async Task LearnAsync(CancellationToken cancellationToken)
    {
        var learner = _app.Services.GetRequiredService<PerceptronLearner<float>>();
        float[] row = new float[ExampleStream.Inputs];
        for (long next = 0; !cancellationToken.IsCancellationRequested; next++)
        {
            int label = ExampleStream.Read(next, row);
            if (!await learner.EnqueueAsync(row, label, cancellationToken: CancellationToken.None))
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        _app.Dispose();
    }
}
