using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using NeuralNet.Core;

namespace NeuralNet.ServiceLoad;

/// <summary>Clients that ask the example service for predictions, each the next as soon as it has one, while it learns and its model file is replaced.</summary>
internal sealed class Load(HttpClient client, string modelPath, int clients, TimeSpan time)
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");
    private static readonly byte[] _rows = """{"rows":[[5.9,3.0,5.1,1.8]]}"""u8.ToArray();
    private static readonly string[] _classes = ["setosa", "versicolor", "virginica"];

    private readonly long _start = Stopwatch.GetTimestamp();
    private int _failed;
    private int _reloads;

    private bool IsOver => Stopwatch.GetElapsedTime(_start) > time;

    public async Task<LoadReport> RunAsync()
    {
        Task<List<double>>[] predicting = [.. Enumerable.Range(0, clients).Select(_ => PredictAsync())];
        Task<List<double>> learning = LearnAsync();
        await Task.WhenAll([.. predicting, learning, ReplaceAsync()]);
        TimeSpan taken = Stopwatch.GetElapsedTime(_start);
        return new(
            [.. predicting.SelectMany(task => task.Result).Order()], [.. learning.Result.Order()], _failed, _reloads, taken);
    }

    private async Task<List<double>> PredictAsync()
    {
        var times = new List<double>();
        while (!IsOver)
        {
            times.Add(await TimeAsync("/predict", _rows));
        }

        return times;
    }

    private async Task<List<double>> LearnAsync()
    {
        var times = new List<double>();
        var random = new Random(1);
        while (!IsOver)
        {
            var examples = new StringBuilder();
            for (int example = 0; example < 32; example++)
            {
                int label = random.Next(3);
                examples.Append(CultureInfo.InvariantCulture, $"{(example > 0 ? "," : "")}{{\"row\":[{5 + label},3,{1 + (2 * label)},{0.2 + label}],\"class\":\"{_classes[label]}\"}}");
            }

            times.Add(await TimeAsync("/learn", Encoding.UTF8.GetBytes($"{{\"examples\":[{examples}]}}")));
            await Task.Delay(10);
        }

        return times;
    }

    /// <summary>A model of another program, several times a second: a little other than the first, and renamed over the file of the service.</summary>
    private async Task ReplaceAsync()
    {
        while (!File.Exists(modelPath))
        {
            if (IsOver)
            {
                return;
            }

            await Task.Delay(50);
        }

        byte[] first = await File.ReadAllBytesAsync(modelPath);
        while (!IsOver)
        {
            Perceptron<float> network = Perceptron.Load<float>(first);
            float[] weights = network.Weights.ToArray();
            weights[0] += ++_reloads;
            network.SetWeights(weights, network.Bias);
            await network.SaveAsync(modelPath);
            await Task.Delay(400);
        }
    }

    private async Task<double> TimeAsync(string path, byte[] body)
    {
        long start = Stopwatch.GetTimestamp();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = _json;
        try
        {
            using HttpResponseMessage answer = await client.PostAsync(path, content);
            await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _failed);
            }
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Increment(ref _failed);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
