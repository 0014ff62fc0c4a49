using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Testing;
using NeuralNet.Core;
using NeuralNet.Data;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>A model that the check of the service refuses is never current: at the start, in a file that arrives, published or learned.</summary>
public sealed class ModelCheckTests : IDisposable
{
    private static readonly RowEncoder<Person> _columns = RowEncoder.For<Person>().Number(p => p.Age, Missing.Median).Number(p => p.Income, Missing.Mean);
    private static readonly RowEncoder<Person> _otherColumns = RowEncoder.For<Person>().Number(p => p.Age, Missing.Median).Number(p => p.Children);
    private static readonly Person[] _persons = [new(20, 1000, 0), new(40, 3000, 2)];

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_with_other_columns_keeps_the_model_and_degrades_health_until_one_with_the_same_arrives()
    {
        Network(_columns).Save(_folder.File);
        await using RunningService service = await StartAsync();
        RecordPredictor<Person, float> predictor = _columns.Bind(HostOf(service));
        PublishedPerceptron<float> before = HostOf(service).Current;

        Network(_otherColumns).Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        HostOf(service).Current.Should().BeSameAs(before);
        predictor.Predict(_persons[0]).Should().Be(0.5f, "records are predicted as before");
        HealthReportEntry health = await service.HealthAsync();
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().Match("The file was not loaded, version 1 stays current: *'Children'*").And.NotContain("corrupt");
        health.Exception.Should().BeOfType<ModelFormatException>();
        service.CountLogged(PerceptronEventIds.ReloadFailed).Should().Be(1);

        Network(_columns, weight: 1).Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.Reloaded);

        predictor.Predict(_persons[0]).Should().Be(1);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_service_does_not_start_with_a_file_of_other_columns()
    {
        Network(_otherColumns).Save(_folder.File);

        (await FluentActions.Awaiting(StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage($"The model without a name can't start: its check refuses '{_folder.File}'. *'Children'*")
            .WithInnerException<ModelFormatException>();
    }

    [Fact]
    public async Task A_service_starts_neither_with_a_refused_model_of_code_nor_with_a_refused_first_network()
    {
        Func<Task> ofCode = () => RunningService.StartAsync(services =>
            services.AddPerceptron("m", Network(_otherColumns).Freeze()).WithModelCheck(model => _columns.Load(model)));
        Func<Task> first = () => RunningService.StartAsync(services =>
            services.AddPerceptron<float>("m", _folder.File).WithModelCheck(model => _columns.Load(model)).LearnOnline(_ => Network(_otherColumns)));

        await ofCode.Should().ThrowAsync<InvalidOperationException>().WithMessage("The model 'm' can't start: its check refuses the model that was passed in code. *");
        await first.Should().ThrowAsync<InvalidOperationException>().WithMessage("The model 'm' can't start: its check refuses the network to start with. *");
        File.Exists(_folder.File).Should().BeFalse();
    }

    [Fact]
    public async Task Checks_run_in_their_order_and_a_publication_throws_the_exception_of_the_first_that_refuses()
    {
        List<string> order = [];
        await using RunningService service = await RunningService.StartAsync(services => services.AddPerceptron(ModelFolder.Model(1))
            .WithModelCheck(_ => order.Add("first"))
            .WithModelCheck(model => _ = model.Weights[0] < 5 ? 0 : throw new InvalidDataException("too large"))
            .WithModelCheck(_ => order.Add("last")));

        HostOf(service).Invoking(it => it.Publish(ModelFolder.Model(7))).Should().Throw<InvalidDataException>();

        order.Should().Equal("first", "last", "first");
        HostOf(service).Publish(ModelFolder.Model(2)).Version.Should().Be(2);
    }

    [Fact]
    public async Task A_file_that_is_refused_while_a_model_learns_is_neither_learned_from_nor_overwritten()
    {
        Network(_columns).Save(_folder.File);
        await using RunningService service = await StartAsync(learns: true);
        Network(_otherColumns, weight: 1).Save(_folder.File);
        byte[] refused = await File.ReadAllBytesAsync(_folder.File, TestContext.Current.CancellationToken);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        service.Services.GetRequiredService<PerceptronLearner<float>>().TryEnqueue([1, 1], 1).Should().BeTrue();
        await service.StopAsync();

        HostOf(service).Current.Version.Should().Be(2, "learning continues with the model before");
        _columns.Load(HostOf(service).Current).InputCount.Should().Be(2);
        File.ReadAllBytes(_folder.File).Should().Equal(refused);
        _columns.Load(FrozenPerceptron.Load<float>($"{_folder.File}.learned")).InputCount.Should().Be(2);
    }

    [Fact]
    public async Task What_was_learned_and_is_refused_is_discarded_and_learning_continues_from_the_last_version()
    {
        float most = 0.1f;
        await using RunningService service = await RunningService.StartAsync(services =>
        {
            services.AddPerceptron<float>(_folder.File)
                .WithModelCheck(model => _ = model.Bias[0] <= Volatile.Read(ref most) ? 0 : throw new InvalidDataException("the bias is too large"))
                .LearnOnline(
                    _ => Perceptron.BinaryClassifier<float>(inputs: 1).WithLearningRate(1).Build(),
                    options => options.PublishInterval = TimeSpan.Zero);
            services.AddHealthChecks().AddPerceptronCheck<float>();
        });
        PerceptronLearner<float> learner = service.Services.GetRequiredService<PerceptronLearner<float>>();

        learner.TryEnqueue([0], 1).Should().BeTrue();
        await service.LogsAsync(PerceptronEventIds.LearnedRefused);

        HostOf(service).Current.Version.Should().Be(1);
        (learner.Learned, learner.CompletedSteps, learner.RecentLoss).Should().Be((0L, 0L, null), "everything learned was discarded");
        HealthReportEntry health = await service.HealthAsync();
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().ContainAll("refused what was learned", "the bias is too large", "Version 1 stays current");
        service.CountLogged(PerceptronEventIds.Diverged).Should().Be(0);

        Volatile.Write(ref most, 1);
        learner.TryEnqueue([0], 1).Should().BeTrue();
        await service.ReachesAsync(() => HostOf(service).Current.Version == 2);
        await service.StopAsync();

        HostOf(service).Current.Model.Bias[0].Should().Be(0.5f, "one step from the first version");
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task An_entry_has_the_name_of_its_model_and_no_empty_name_in_its_text()
    {
        _folder.Rename(1);
        await using RunningService service = await RunningService.StartAsync(services =>
        {
            services.AddPerceptron<float>(_folder.File);
            services.AddPerceptron<float>("named", _folder.File);
        });
        FrozenPerceptron.FromWeights<float>(2, [1, 2], [], Activation.Identity).Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed, times: 2);

        FakeLogRecord[] records = [.. service.Services.GetFakeLogCollector().GetSnapshot()
            .Where(record => record.Id.Id == PerceptronEventIds.ReloadFailed).OrderBy(record => record.GetStructuredStateValue("name"))];
        records.Select(record => record.GetStructuredStateValue("name")).Should().Equal("", "named");
        records.Select(record => record.Message).Should().Equal(
            $"The model without a name: {_folder.File} was not loaded; version 1 stays current.",
            $"The model 'named': {_folder.File} was not loaded; version 1 stays current.");
        records.Should().AllSatisfy(record => record.Exception!.Message.Should().Contain("2 inputs"));
    }

    [Fact]
    public void Rejects_a_null_check() => new ServiceCollection().AddPerceptron(ModelFolder.Model(1))
        .Invoking(it => it.WithModelCheck(null!)).Should().Throw<ArgumentNullException>();

    private static PerceptronHost<float> HostOf(RunningService service) => service.Services.GetRequiredService<PerceptronHost<float>>();

    private static Perceptron<float> Network(RowEncoder<Person> columns, float weight = 0)
    {
        FittedEncoder<Person> fitted = columns.Fit(_persons);
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(fitted.InputCount).Build();
        fitted.Attach(network);
        network.SetWeights([weight, weight], [weight]);
        return network;
    }

    private Task<RunningService> StartAsync() => StartAsync(learns: false);

    private Task<RunningService> StartAsync(bool learns) => RunningService.StartAsync(services =>
    {
        PerceptronServiceBuilder<float> model = services.AddPerceptron<float>(_folder.File)
            .Configure(options => options.PollingInterval = TimeSpan.FromMilliseconds(50))
            .WithModelCheck(model => _columns.Load(model));
        if (learns)
        {
            model.LearnOnline();
        }

        services.AddHealthChecks().AddPerceptronCheck<float>();
    });

    private sealed record Person(double? Age, double? Income, double Children);
}
