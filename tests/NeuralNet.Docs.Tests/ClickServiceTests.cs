using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using NeuralNet.ClickService;
using NeuralNet.Core;
using NeuralNet.Text;

namespace NeuralNet.Docs.Tests;

/// <summary>The service that learns clicks, over HTTP.</summary>
[Collection(nameof(ConsoleOutput))]
public sealed class ClickServiceTests : IDisposable
{
    private const string Shown = """{"page":"/products/1","advert":"advert 1","device":"phone","price":3,"scrolled":0.5""";
    private static readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string ModelPath => Path.Combine(_folder, "clicks.safetensors");

    [Fact]
    public async Task Held_out_clicks_are_predicted_better_than_by_their_rate_and_a_restart_keeps_what_was_learned()
    {
        const int Events = 6_000;
        ClickEvent[] heldOut = [.. ClickStream.Draw(1_000, seed: 3)];
        float[] before;
        await using (WebApplication app = await StartAsync())
        {
            using HttpClient client = ClientOf(app);
            foreach (ClickEvent shown in ClickStream.Draw(Events, seed: 2))
            {
                using HttpResponseMessage answer = await client.PostAsJsonAsync("/events", shown, ClickJson.Default.ClickEvent, _cancellation);
                answer.StatusCode.Should().Be(HttpStatusCode.OK);
            }

            before = await PredictAsync(client, heldOut);
            await app.StopAsync(_cancellation);
        }

        double rate = ClickStream.Draw(Events, seed: 2).Average(shown => shown.Clicked ? 1.0 : 0);
        double lossOfRate = LogLoss([.. heldOut.Select(_ => (float)rate)], heldOut);
        LogLoss(before, heldOut).Should().BeLessThan(0.75 * lossOfRate);

        await using WebApplication again = await StartAsync();
        using HttpClient other = ClientOf(again);
        (await other.GetFromJsonAsync("/model", ClickJson.Default.ModelAnswer, _cancellation))!.Learned.Should().Be(Events);
        (await PredictAsync(other, heldOut)).Should().Equal(before);
    }

    [Fact]
    public async Task Bad_events_are_answered_with_the_reason_and_change_nothing()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = ClientOf(app);
        (await PostAsync(client, "/events", Shown + ",\"clicked\":true}")).Status.Should().Be(HttpStatusCode.OK);

        (string Path, string Body, string Detail)[] bad =
        [
            ("/events", Shown + "}", "*missing*'clicked'*"),
            ("/events", Shown + ",\"clicked\":null}", "*$.clicked*"),
            ("/events", Shown + ",\"clicked\":\"yes\"}", "*$.clicked*"),
            ("/events", Shown, "*$.scrolled*"),
            ("/events", Shown + ",\"clicked\":true,\"colour\":\"red\"}", "*'colour'*"),
            ("/events", Shown.Replace(":3,", ":\"NaN\",", StringComparison.Ordinal) + ",\"clicked\":true}", "'price' is NaN; send a number from 0 to 10000."),
            ("/events", Shown.Replace(":3,", ":NaN,", StringComparison.Ordinal) + ",\"clicked\":true}", "*'N' is an invalid start of a value*"),
            ("/events", Shown.Replace(":3,", ":1e39,", StringComparison.Ordinal) + ",\"clicked\":true}", "'price' is Infinity*"),
            ("/events", Shown.Replace(":3,", ":-1,", StringComparison.Ordinal) + ",\"clicked\":true}", "'price' is -1*"),
            ("/events", Shown.Replace("0.5", "1.5", StringComparison.Ordinal) + ",\"clicked\":false}", "'scrolled' is 1.5; send a number from 0 to 1."),
            ("/events", Shown.Replace("\"phone\"", "null", StringComparison.Ordinal) + ",\"clicked\":true}", "*$.device*"),
            ("/events", "[]", "*JSON*"),
            ("/events", string.Empty, "*was not provided from body."),
            ("/predict", Shown + ",\"clicked\":true}", "*'clicked'*"),
            ("/predict", Shown.Replace(":3,", ":\"NaN\",", StringComparison.Ordinal) + "}", "'price' is NaN*"),
        ];
        foreach ((string path, string body, string detail) in bad)
        {
            (HttpStatusCode status, JsonElement answer) = await PostAsync(client, path, body);

            status.Should().Be(HttpStatusCode.BadRequest, body);
            answer.GetProperty("detail").GetString().Should().Match(detail);
        }

        await app.StopAsync(_cancellation);
        Perceptron<float> expected = Perceptron.BinaryClassifier<float>(Visit.Columns).WithOptimizer(Optimizer.AdaGrad()).WithLearningRate(0.1).Build();
        var hasher = new FeatureHasher<float>(Visit.Columns);
        new Visit("/products/1", "advert 1", "phone", 3, 0.5f).Describe(hasher);
        expected.Learn(hasher.Row(), label: true);
        Perceptron<float> saved = Perceptron.Load<float>(ModelPath);
        saved.CompletedSteps.Should().Be(1);
        saved.Weights.SequenceEqual(expected.Weights).Should().BeTrue("the file is that of the one good event");
    }

    [Fact]
    public async Task Events_and_predictions_at_the_same_time_lose_nothing()
    {
        await using WebApplication app = await StartAsync("--Clicks:PublishEvery=7");
        ClickEvent[] events = [.. ClickStream.Draw(400, seed: 4)];
        Task[] tasks = [.. events.Chunk(100).Select(async part =>
        {
            using HttpClient client = ClientOf(app);
            long version = 0;
            foreach (ClickEvent shown in part)
            {
                using HttpResponseMessage learned = await client.PostAsJsonAsync("/events", shown, ClickJson.Default.ClickEvent, _cancellation);
                PredictAnswer predicted = await PredictAsync(client, shown);
                predicted.Probability.Should().BeInRange(0, 1);
                predicted.Version.Should().BeGreaterThanOrEqualTo(version);
                version = predicted.Version;
            }
        })];
        await Task.WhenAll(tasks);

        using HttpClient last = ClientOf(app);
        ModelAnswer model = (await last.GetFromJsonAsync("/model", ClickJson.Default.ModelAnswer, _cancellation))!;

        model.Learned.Should().Be(events.Length);
        model.Version.Should().BeGreaterThan(events.Length / 7);
        model.RecentLogLoss.Should().BeInRange(0, 2);
    }

    [Fact]
    public async Task Does_not_start_with_another_model_or_a_corrupt_file()
    {
        Perceptron.BinaryClassifier<float>(Visit.Columns).Build().Save(ModelPath);
        Func<Task> start = () => StartAsync();
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*was not trained on these features: page, advert*");

        await File.WriteAllTextAsync(ModelPath, "no model", _cancellation);
        await start.Should().ThrowAsync<ModelFormatException>();
        (await File.ReadAllTextAsync(ModelPath, _cancellation)).Should().Be("no model");
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static HttpClient ClientOf(WebApplication app) => new() { BaseAddress = new(app.Urls.First()) };

    private static double LogLoss(float[] probabilities, ClickEvent[] events) =>
        ClassificationMetrics.FromProbabilities<float>(probabilities, [.. events.Select(shown => shown.Clicked ? 1 : 0)]).LogLoss!.Value;

    private static async Task<float[]> PredictAsync(HttpClient client, ClickEvent[] events)
    {
        float[] probabilities = new float[events.Length];
        for (int number = 0; number < events.Length; number++)
        {
            probabilities[number] = (await PredictAsync(client, events[number])).Probability;
        }

        return probabilities;
    }

    private static async Task<PredictAnswer> PredictAsync(HttpClient client, ClickEvent shown)
    {
        Visit visit = new(shown.Page, shown.Advert, shown.Device, shown.Price, shown.Scrolled);
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/predict", visit, ClickJson.Default.Visit, _cancellation);
        return (await answer.Content.ReadFromJsonAsync(ClickJson.Default.PredictAnswer, _cancellation))!;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(path, content, _cancellation);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(_cancellation));
    }

    private async Task<WebApplication> StartAsync(params string[] more)
    {
        WebApplication app = ClickApp.Build([$"--Clicks:Path={ModelPath}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error", .. more]);
        try
        {
            await app.StartAsync(_cancellation);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
