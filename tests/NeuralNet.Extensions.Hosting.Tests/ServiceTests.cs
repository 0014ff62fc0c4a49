using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NeuralNet.Core;
using NeuralNet.Data;
using NeuralNet.Extensions.Hosting.Tests.Support;
using NeuralNet.ServiceLoad;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>The example service in its own process, over HTTP.</summary>
public sealed class ServiceTests
{
    private static readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private static readonly string[] _fields = ["sepalLength", "sepalWidth", "petalLength", "petalWidth"];

    [Fact]
    public async Task Predicts_learns_describes_its_model_and_reloads_its_file_under_load()
    {
        (ServiceProcess service, HttpClient client) = await ServiceProcess.StartAsync();
        await using (service)
        using (client)
        {
            await PredictsAsync(client);
            await RefusesAsync(client);
            await DescribesItselfAsync(client);
            await LearnsAsync(service, client);
            await SavesAsync(service);

            LoadReport report = await new Load(client, service.ModelPath, clients: 4, TimeSpan.FromSeconds(2)).RunAsync();

            report.Failed.Should().Be(0);
            report.Reloads.Should().BePositive();
            report.Predicting.Length.Should().BeGreaterThan(4);
        }
    }

    [Fact]
    public async Task A_corrupt_file_degrades_health_and_is_not_overwritten_at_the_stop()
    {
        (ServiceProcess service, HttpClient client) = await ServiceProcess.StartAsync();
        await using (service)
        using (client)
        {
            await LearnsAsync(service, client);
            await SavesAsync(service);
            (await client.GetStringAsync("/health", _cancellation)).Should().Contain("\"status\":\"Healthy\"");

            await File.WriteAllTextAsync(service.ModelPath, "no model", _cancellation);

            await LogsAsync(service, PerceptronEventIds.ReloadFailed);
            (await client.GetStringAsync("/health", _cancellation)).Should().Contain("\"status\":\"Degraded\"");
            (await PostAsync(client, "/predict", """{"rows":[[5.9,3.0,5.1,1.8]]}""")).Status.Should().Be(HttpStatusCode.OK, "the previous model still serves");
            (await PostAsync(client, "/learn", """{"examples":[{"row":[5.9,3.0,5.1,1.8],"class":"virginica"}]}""")).Status.Should().Be(HttpStatusCode.Accepted);
            await service.StopAsync();

            (await File.ReadAllTextAsync(service.ModelPath, _cancellation)).Should().Be("no model");
            Perceptron.Load<float>($"{service.ModelPath}.learned").ClassNames.Should().Equal("setosa", "versicolor", "virginica");
        }
    }

    [Fact]
    public async Task Classes_without_names_have_their_numbers()
    {
        (ServiceProcess service, HttpClient client) = await ServiceProcess.StartAsync(
            Perceptron.Classifier<float>(inputs: 4, classes: 3).WithEncoder(Encoder(_fields)).Build().ToBytes());
        await using (service)
        using (client)
        {
            (HttpStatusCode status, JsonElement answer) = await PostAsync(client, "/predict", """{"rows":[[5.9,3.0,5.1,1.8]]}""");
            status.Should().Be(HttpStatusCode.OK);
            JsonElement prediction = answer.GetProperty("predictions")[0];
            prediction.GetProperty("class").GetString().Should().Be("0");
            prediction.GetProperty("probabilities").EnumerateObject().Select(probability => probability.Name).Should().Equal("0", "1", "2");
            JsonElement flowers = (await PostAsync(client, "/flowers", """{"flowers":[{"sepalLength":1,"sepalWidth":1,"petalLength":1,"petalWidth":null}]}""")).Answer;
            flowers.GetProperty("species")[0].GetProperty("name").GetString().Should().Be("0");

            (status, answer) = await PostAsync(client, "/learn", """{"examples":[{"row":[5.9,3.0,5.1,1.8],"class":"rose"}]}""");
            status.Should().Be(HttpStatusCode.BadRequest);
            answer.GetProperty("detail").GetString().Should().Contain("the classes are 0, 1, 2");
            (await PostAsync(client, "/learn", """{"examples":[{"row":[5.9,3.0,5.1,1.8],"class":"2"}]}""")).Status.Should().Be(HttpStatusCode.Accepted);
            (await client.GetFromJsonAsync<JsonElement>("/model", _cancellation)).GetProperty("classes").EnumerateArray().Should().HaveCount(3);
        }
    }

    [Fact]
    public async Task One_output_has_two_classes()
    {
        (ServiceProcess service, HttpClient client) = await ServiceProcess.StartAsync(
            Perceptron.BinaryClassifier<float>(inputs: 4).WithEncoder(Encoder(_fields)).Build().ToBytes());
        await using (service)
        using (client)
        {
            (await PostAsync(client, "/learn", """{"examples":[{"row":[1,1,1,1],"class":"1"}]}""")).Status.Should().Be(HttpStatusCode.Accepted);
            await SavesAsync(service);

            JsonElement answer = (await PostAsync(client, "/predict", """{"rows":[[1,1,1,1]]}""")).Answer;

            answer.GetProperty("predictions")[0].GetProperty("class").GetString().Should().Be("1");
            answer.GetProperty("predictions")[0].GetProperty("probabilities").GetProperty("0").GetDouble().Should().BeInRange(0.4, 0.499);
        }
    }

    [Fact]
    public async Task Does_not_start_with_a_model_without_classes()
    {
        Func<Task> start = () => ServiceProcess.StartAsync(Perceptron.Regressor<float>(inputs: 4).Build().ToBytes());

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*The model has no classes*Put a classifier at Model:Path*");
    }

    [Fact]
    public async Task Does_not_start_with_a_model_of_other_columns_or_none()
    {
        PerceptronBuilder<float> description = Perceptron.Classifier<float>(inputs: 4, classes: 3);
        Func<Task> none = () => ServiceProcess.StartAsync(description.Build().ToBytes());
        Func<Task> other = () => ServiceProcess.StartAsync(description.WithEncoder(Encoder(["stemLength", .. _fields[1..]])).Build().ToBytes());

        await none.Should().ThrowAsync<InvalidOperationException>().WithMessage("*can't start: its check refuses*The network has no 'record.encoder'*");
        await other.Should().ThrowAsync<InvalidOperationException>().WithMessage("*can't start: its check refuses*'stemLength'*");
    }

    [Fact]
    public async Task A_file_with_other_columns_degrades_health_and_flowers_are_predicted_as_before()
    {
        const string Flower = """{"flowers":[{"sepalLength":5.9,"sepalWidth":null,"petalLength":5.1,"petalWidth":1.8}]}""";
        (ServiceProcess service, HttpClient client) = await ServiceProcess.StartAsync();
        await using (service)
        using (client)
        {
            await LearnsAsync(service, client);
            await SavesAsync(service);
            JsonElement before = (await PostAsync(client, "/flowers", Flower)).Answer;

            Perceptron<float> network = Perceptron.Load<float>(service.ModelPath);
            Perceptron<float> other = Perceptron.Classifier<float>(inputs: 4, classes: 3)
                .WithEncoder(Encoder(_fields, Missing.Mean)).WithClassNames([.. network.ClassNames!]).Build();
            await other.SaveAsync(service.ModelPath, _cancellation);
            await LogsAsync(service, PerceptronEventIds.ReloadFailed);

            string health = await client.GetStringAsync("/health", _cancellation);
            health.Should().Contain("\"status\":\"Degraded\"").And.Contain("mean").And.NotContain("corrupt");
            (HttpStatusCode status, JsonElement answer) = await PostAsync(client, "/flowers", Flower);
            status.Should().Be(HttpStatusCode.OK);
            answer.ToString().Should().Be(before.ToString());
        }
    }

    /// <summary>The fitted columns of a model whose fields have these names.</summary>
    private static FittedEncoder<float[]> Encoder(string[] fields) => Encoder(fields, Missing.Median);

    private static FittedEncoder<float[]> Encoder(string[] fields, Missing missing) => fields.Index()
        .Aggregate(RowEncoder.For<float[]>(), (columns, field) => columns.Number(row => (float?)row[field.Index], missing, name: field.Item))
        .Fit([[1, 2, 3, 4]]);

    private static async Task PredictsAsync(HttpClient client)
    {
        (HttpStatusCode status, JsonElement answer) = await PostAsync(client, "/predict", """{"rows":[[5.9,3.0,5.1,1.8],[5.0,3.4,1.5,0.2]]}""");

        status.Should().Be(HttpStatusCode.OK);
        answer.GetProperty("version").GetInt64().Should().BePositive();
        JsonElement[] predictions = [.. answer.GetProperty("predictions").EnumerateArray()];
        predictions.Select(prediction => prediction.GetProperty("class").GetString()).Should().Equal("virginica", "setosa");
        predictions[0].GetProperty("probabilities").EnumerateObject().Sum(probability => probability.Value.GetDouble()).Should().BeApproximately(1, 1e-6);

        (status, answer) = await PostAsync(client, "/flowers", """
            {"flowers":[{"sepalLength":5.9,"sepalWidth":null,"petalLength":5.1,"petalWidth":1.8},{"sepalLength":5.0,"sepalWidth":3.4,"petalLength":1.5,"petalWidth":0.2}]}
            """);
        status.Should().Be(HttpStatusCode.OK);
        answer.GetProperty("version").GetInt64().Should().BePositive();
        answer.GetProperty("species").EnumerateArray().Select(species => species.GetProperty("name").GetString()).Should().Equal("virginica", "setosa");
        answer.GetProperty("species").EnumerateArray().Should().AllSatisfy(species => species.GetProperty("probability").GetDouble().Should().BeInRange(0.5, 1));
    }

    private static async Task RefusesAsync(HttpClient client)
    {
        (string Path, string Body, string Detail)[] bad =
        [
            ("/predict", """{"rows":[[5.9,3.0]]}""", "'rows': The row has 2 values, and the network has 4 inputs: 'petalLength' is the first without a value.*"),
            ("/predict", """{"rows":[[5.9,3.0,5.1,1.8],[5.9,3.0,5.1,1.8,1]]}""", "'rows' 1: The row has 5 values*'petalWidth' is the last*"),
            ("/predict", """{"rows":[[5.9,"NaN",5.1,1.8]]}""", "'rows': The value 'sepalWidth' at 1 of the row is NaN; it must be finite*"),
            ("/predict", """{"rows":[[5.9,3.0,5.1,"-Infinity"]]}""", "*'petalWidth' at 3 of the row is -Infinity*"),
            ("/predict", """{"rows":[[5.9,NaN,5.1,1.8]]}""", "*'N' is an invalid start of a value*"),
            ("/predict", """{"rows":[[5.9,null,5.1,1.8]]}""", "*$.rows[0][1]*"),
            ("/predict", """{"rows":[[3e38,3e38,3e38,3e38]]}""", "'rows' has values so large that the model predicts NaN*"),
            ("/flowers", """{"flowers":[{"sepalLength":5.9,"sepalWidth":"NaN","petalLength":5.1,"petalWidth":1.8}]}""", "'sepalWidth': the number is NaN; it must be finite."),
            ("/flowers", """{"flowers":[{"sepalLength":5,"sepalWidth":3,"petalLength":1,"petalWidth":0},{"sepalLength":5.9,"sepalWidth":null,"petalLength":5.1,"petalWidth":"Infinity"}]}""", "'flowers' 1, 'petalWidth': the number is Infinity; it must be finite."),
            ("/flowers", """{"flowers":[null]}""", "'flowers': the record itself is null."),
            ("/flowers", """{"flowers":[{"sepalLength":3e38,"sepalWidth":3e38,"petalLength":3e38,"petalWidth":3e38}]}""", "'flowers' has values so large that the model predicts NaN*"),
            ("/flowers", """{"flowers":[{"sepalLength":5.9}]}""", "*missing*'sepalWidth'*"),
            ("/predict", """{"rows":[]}""", "*0 elements; send 1 to 1000*"),
            ("/predict", """{"rows":""", "*JSON*"),
            ("/predict", """{"row":[[1,2,3,4]]}""", "*'row'*"),
            ("/predict", "{}", "*missing*'rows'*"),
            ("/predict", """{"rows":[null]}""", "*0 values*"),
            ("/predict", """{"rows":[[1e39,1,1,1]]}""", "*'sepalLength' at 0 of the row is Infinity*"),
            ("/learn", """{"examples":[{"row":[1,2,3,4],"class":"rose"}]}""", "*'rose'; the classes are setosa, versicolor, virginica*"),
            ("/learn", """{"examples":[{"row":[1,2,3,4],"class":"setosa"},{"row":[1],"class":"setosa"}]}""", "'examples' 1: The row has 1 value*"),
            ("/learn", """{"examples":[{"row":[1,2,3,"NaN"],"class":"setosa"}]}""", "'examples': The value 'petalWidth' at 3*"),
        ];
        foreach ((string path, string body, string detail) in bad)
        {
            (HttpStatusCode status, JsonElement answer) = await PostAsync(client, path, body);

            status.Should().Be(HttpStatusCode.BadRequest, body);
            answer.GetProperty("detail").GetString().Should().Match(detail);
        }

        float[] extremes = [-3.4e38f, 1, 3.4e38f];
        foreach (float[] row in
            from first in extremes
            from second in extremes
            from third in extremes
            from fourth in extremes
            select new[] { first, second, third, fourth })
        {
            string body = $$"""{"rows":[{{JsonSerializer.Serialize(row)}}]}""";
            (HttpStatusCode status, JsonElement answer) = await PostAsync(client, "/predict", body);
            status.Should().Match(it => it == HttpStatusCode.OK || it == HttpStatusCode.BadRequest, "{0} is finite, and gave {1}", body, answer);
        }

        foreach ((string charset, HttpStatusCode expected) in new[]
        {
            ("klingon", HttpStatusCode.UnsupportedMediaType),
            ("utf-7", HttpStatusCode.UnsupportedMediaType),
            ("utf-16", HttpStatusCode.UnsupportedMediaType),
            ("UTF-8", HttpStatusCode.OK),
            ("\"utf-8\"", HttpStatusCode.UnsupportedMediaType),
        })
        {
            using var content = new ByteArrayContent("""{"rows":[[5.9,3.0,5.1,1.8]]}"""u8.ToArray());
            content.Headers.TryAddWithoutValidation("content-type", $"application/json; charset={charset}");
            using HttpResponseMessage answer = await client.PostAsync("/predict", content, _cancellation);
            answer.StatusCode.Should().Be(expected, charset);
        }

        (await client.GetFromJsonAsync<JsonElement>("/model", _cancellation)).GetProperty("learned").GetInt64().Should().Be(0, "a rejected request changes nothing");
    }

    private static async Task DescribesItselfAsync(HttpClient client)
    {
        JsonElement description = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", _cancellation);

        JsonElement paths = description.GetProperty("paths");
        paths.EnumerateObject().Select(path => path.Name).Should().Contain("/predict").And.Contain("/learn").And.Contain("/model");
        paths.GetProperty("/predict").GetProperty("post").GetProperty("responses").EnumerateObject().Select(response => response.Name).Should().Equal("200", "400");
    }

    private static async Task LearnsAsync(ServiceProcess service, HttpClient client)
    {
        JsonElement model = await client.GetFromJsonAsync<JsonElement>("/model", _cancellation);
        long before = model.GetProperty("version").GetInt64();

        (HttpStatusCode status, JsonElement answer) = await PostAsync(client, "/learn", """{"examples":[{"row":[5.9,3.0,5.1,1.8],"class":"virginica"}]}""");

        status.Should().Be(HttpStatusCode.Accepted);
        answer.GetProperty("taken").GetInt32().Should().Be(1);
        await Eventually.HoldsAsync(
            async () =>
            {
                model = await client.GetFromJsonAsync<JsonElement>("/model", _cancellation);
                return model.GetProperty("version").GetInt64() > before;
            },
            () => Task.FromResult($"{model}\n{service.Output}"),
            "a new version is current");
        model.GetProperty("learned").GetInt64().Should().Be(1);
        model.GetProperty("features").EnumerateArray().Should().HaveCount(4);
        model.GetProperty("recentLoss").GetDouble().Should().BeInRange(0, 2);
    }

    /// <summary>Waits until all learned examples are saved.</summary>
    private static Task SavesAsync(ServiceProcess service) => LogsAsync(service, PerceptronEventIds.Saved);

    /// <summary>Waits until the process has printed an event. The change it reports is then in place.</summary>
    private static Task LogsAsync(ServiceProcess service, int eventId) => Eventually.HoldsAsync(
        () => service.Output.Contains($"NeuralNet.Extensions.Hosting[{eventId}]", StringComparison.Ordinal), () => service.Output);

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(path, content, _cancellation);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(_cancellation));
    }
}
