using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NeuralNet.Extensions.Hosting.StreamApp;

/// <summary>A service that learns each example of a stream once, however often it is killed.</summary>
internal static class StreamLearning
{
    public static async Task<int> RunAsync(string path, long end)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddPerceptron<float>(path).LearnOnline(_ => ExampleStream.NewNetwork(), options =>
        {
            options.PublishInterval = TimeSpan.Zero;
            options.SaveInterval = TimeSpan.FromMilliseconds(1);
        });
        using IHost app = builder.Build();
        await app.StartAsync();
        var learner = app.Services.GetRequiredService<PerceptronLearner<float>>();
        long next = learner.Offset is { } last ? long.Parse(last, CultureInfo.InvariantCulture) + 1 : 0;
        Console.WriteLine(next);
        float[] row = new float[ExampleStream.Inputs];
        for (; next < end; next++)
        {
            int label = ExampleStream.Read(next, row);
            await learner.EnqueueAsync(row, label, next.ToString(CultureInfo.InvariantCulture));
        }

        await app.StopAsync();
        return 0;
    }
}
