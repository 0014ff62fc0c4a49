using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using NeuralNet.Core;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>A model learns while it serves: it is published and saved, and survives a restart.</summary>
public sealed class LearningTests : IDisposable
{
    private static readonly TimeSpan _never = TimeSpan.FromDays(1);

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Learns_the_same_bits_as_the_network_without_a_service()
    {
        await using RunningService service = await StartAsync(options => options.PublishInterval = TimeSpan.Zero);
        PerceptronLearner<float> learner = LearnerOf(service);
        Perceptron<float> alone = Network();
        for (int example = 0; example < 1_000; example++)
        {
            (float[] row, int label) = Example(example);
            (await learner.EnqueueAsync(row, label)).Should().BeTrue();
            alone.Learn(row, label);
        }

        await service.ReachesAsync(() => learner.Learned == 1_000 && HostOf(service).Current.Model.Weights.SequenceEqual(alone.Weights));

        HostOf(service).Current.Version.Should().BeGreaterThan(1);
        learner.Waiting.Should().Be(0);
        learner.RecentLoss.Should().BeInRange(0, 1);
    }

    [Fact]
    public async Task Drains_the_queue_and_saves_at_the_stop_and_resumes_from_there()
    {
        Perceptron<float> alone = Network();
        for (int run = 0; run < 3; run++)
        {
            await using RunningService service = await StartAsync(options => options.PublishInterval = _never);
            HostOf(service).Current.Model.Weights.ToArray().Should().Equal(alone.Weights.ToArray());
            for (int example = 0; example < 100; example++)
            {
                (float[] row, int label) = Example((100 * run) + example);
                LearnerOf(service).TryEnqueue(row, label).Should().BeTrue();
                alone.Learn(row, label);
            }

            await service.StopAsync();

            LearnerOf(service).TryEnqueue([0, 0], 1).Should().BeFalse("a stopped service accepts no examples");
            service.CountLogged(PerceptronEventIds.Saved).Should().Be(1);
        }

        Perceptron.Load<float>(_folder.File).ToBytes().Should().Equal(alone.ToBytes());
    }

    [Fact]
    public async Task Saves_at_its_interval_and_does_not_reload_its_own_saves()
    {
        await using RunningService service = await StartAsync(options =>
        {
            options.PublishInterval = TimeSpan.Zero;
            options.SaveInterval = TimeSpan.FromMilliseconds(50);
        });
        for (int save = 1; save <= 3; save++)
        {
            LearnerOf(service).TryEnqueue([1, 2], 1).Should().BeTrue();
            await service.LogsAsync(PerceptronEventIds.Saved, save);
        }

        // A file of another program is loaded after all of those.
        Perceptron<float> other = Network();
        other.SetWeights([7, 7], [7]);
        other.Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.Reloaded);

        service.CountLogged(PerceptronEventIds.Reloaded).Should().Be(1);
        HostOf(service).Current.Model.Weights.ToArray().Should().Equal(7, 7);
    }

    [Fact]
    public async Task Continues_learning_from_a_reloaded_file()
    {
        await using RunningService service = await StartAsync(options => options.PublishInterval = TimeSpan.Zero);
        Perceptron<float> other = Network();
        other.SetWeights([7, 7], [7]);
        other.Save(_folder.File);
        await service.ReachesAsync(() => HostOf(service).Current.Model.Weights[0] == 7);

        LearnerOf(service).TryEnqueue([1, 2], 0);
        other.Learn([1, 2], 0);

        await service.ReachesAsync(() => LearnerOf(service).Learned == 1 && HostOf(service).Current.Model.Weights[0] != 7);
        HostOf(service).Current.Model.Weights.ToArray().Should().Equal(other.Weights.ToArray());
    }

    [Fact]
    public async Task Rejects_the_file_of_a_frozen_network_for_learning()
    {
        await using RunningService service = await StartAsync(_ => { });
        PublishedPerceptron<float> before = HostOf(service).Current;

        FrozenPerceptron.FromWeights<float>(2, [1, 1], [1], Activation.Sigmoid).Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        HostOf(service).Current.Should().BeSameAs(before);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);
    }

    [Fact]
    public async Task A_file_without_single_steps_counts_as_corrupt()
    {
        await using RunningService service = await StartAsync(_ => { });
        PublishedPerceptron<float> before = HostOf(service).Current;

        Perceptron.BinaryClassifier<float>(inputs: 2).WithFeatureNames(["age", "size"]).WithOptimizer(Optimizer.Lbfgs()).Build().Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        HostOf(service).Current.Should().BeSameAs(before);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);

        LearnerOf(service).TryEnqueue([1, 2], 0).Should().BeTrue();
        await service.StopAsync();
        LearnerOf(service).Learned.Should().Be(1, "the previous network continues to learn");
        service.CountLogged(PerceptronEventIds.Diverged).Should().Be(0);
    }

    [Fact]
    public async Task After_a_divergence_learning_continues_from_the_published_version()
    {
        await using RunningService service = await StartAsync(
            options => options.PublishInterval = TimeSpan.Zero,
            _ => Perceptron.WithInputs<float>(1).WithLoss(Loss.HalfSquaredError).WithLearningRate(1).Build());
        PerceptronLearner<float> learner = LearnerOf(service);
        PerceptronHost<float> host = HostOf(service);
        learner.TryEnqueue([1], 1f);
        await service.ReachesAsync(() => host.Current.Version == 2);

        learner.TryEnqueue([float.MaxValue], 0f);
        await service.LogsAsync(PerceptronEventIds.Diverged);
        HealthReportEntry health = await service.HealthAsync();
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().ContainAll("Learning diverged", "Lower the learning rate", "Version 2 stays current");
        learner.TryEnqueue([0], 5f);
        await service.ReachesAsync(() => host.Current.Version == 3);
        await service.StopAsync();
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy, "a finite version was published since");

        host.Current.Predict([1]).Should().Be(6, "the weight is the previous one, and the bias has moved");
        float.IsFinite(host.Current.Model.Weights[0]).Should().BeTrue();
    }

    [Fact]
    public async Task A_valid_file_restores_health_after_a_divergence()
    {
        await using RunningService service = await StartAsync(_ => { }, _ => Regressor());
        LearnerOf(service).TryEnqueue([1], 1f);
        LearnerOf(service).TryEnqueue([float.MaxValue], 0f);
        LearnerOf(service).TryEnqueue([float.MaxValue], 0f);
        await service.LogsAsync(PerceptronEventIds.Diverged);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);

        Perceptron<float> good = Regressor();
        good.SetWeights([2], [1]);
        good.Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.Reloaded);

        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);

        static Perceptron<float> Regressor() =>
            Perceptron.WithInputs<float>(1).WithLoss(Loss.HalfSquaredError).WithLearningRate(1).Build();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0.01)]
    public void Does_not_publish_a_network_that_is_diverging(double rate)
    {
        Perceptron<float> start = Perceptron.Regressor<float>(2).WithLearningRate(rate).Build();
        var network = new OnlineNetwork<float>(start, null);
        var host = new PerceptronHost<float>(start.Freeze());
        for (int example = 0; example < 8; example++)
        {
            network.Learn(new([100, example % 7, 3], 2, null));
        }

        network.TryPublish(host, out long forgotten, out _).Should().BeFalse();

        forgotten.Should().Be(8);
        host.Current.Version.Should().Be(1);
        network.HasUnsaved.Should().BeFalse();
        network.RecentLoss.Should().BeNull();
    }

    [Fact]
    public void Publishes_a_network_whose_loss_rises_a_thousandfold()
    {
        Perceptron<float> start = Perceptron.Regressor<float>(1).WithLearningRate(1e-6).Build();
        var network = new OnlineNetwork<float>(start, null);
        var host = new PerceptronHost<float>(start.Freeze());
        network.Learn(new([1, 0.001f], 1, null));
        network.TryPublish(host, out _, out _).Should().BeTrue();
        network.Learn(new([1, 1000], 1, null));

        network.TryPublish(host, out _, out _).Should().BeTrue("the targets have risen, and the network is no worse than one without weights");
    }

    [Fact]
    public void Examples_discarded_by_a_divergence_do_not_count_as_learned()
    {
        var network = new OnlineNetwork<float>(Network(), null);
        var learner = new PerceptronLearner<float>(network, capacity: 10, isServed: false);
        var host = new PerceptronHost<float>(Network().Freeze());
        Learn(2);
        network.TryPublish(host, out _, out _).Should().BeTrue();
        Learn(3);
        learner.Learned.Should().Be(5);

        network.GoBack().Should().Be(3);

        learner.Learned.Should().Be(2);
        network.HasUnpublished.Should().BeFalse();

        void Learn(int count)
        {
            for (int example = 0; example < count; example++)
            {
                learner.TryEnqueue([1, 2], 1);
                learner.Queue.TryRead(out WaitingExample<float> waiting);
                network.Learn(waiting);
            }
        }
    }

    [Fact]
    public async Task A_failed_save_degrades_health_and_is_retried()
    {
        string folder = _folder.In("gone and back");
        Directory.CreateDirectory(folder);
        await using RunningService service = await StartAsync(options =>
        {
            options.PublishInterval = TimeSpan.Zero;
            options.SaveInterval = TimeSpan.FromMilliseconds(20);
            options.SavePath = Path.Combine(folder, "model.safetensors");
        });
        Directory.Delete(folder);
        LearnerOf(service).TryEnqueue([1, 2], 1);
        await service.LogsAsync(PerceptronEventIds.SaveFailed, times: 2);
        HealthReportEntry health = await service.HealthAsync();
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().Contain("can't be saved");

        Directory.CreateDirectory(folder);
        await service.LogsAsync(PerceptronEventIds.Saved);

        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
        File.Exists(_folder.File).Should().BeFalse("it is saved only to the other file");
    }

    [Fact]
    public async Task Saves_beside_a_replaced_file_that_was_not_loaded()
    {
        Network().Save(_folder.File);
        Perceptron<float> alone = Network();
        Perceptron<float> deployed = Network();
        deployed.SetWeights([7, 7], [7]);
        await using (RunningService service = await RunningService.StartAsync(services =>
        {
            services.AddPerceptron<float>(_folder.File).Configure(options => options.ReloadOnChange = false).LearnOnline();
            services.AddHealthChecks().AddPerceptronCheck<float>();
        }))
        {
            LearnerOf(service).TryEnqueue([1, 2], 1);
            alone.Learn([1, 2], 1);
            deployed.Save(_folder.File);
            await service.StopAsync();

            service.CountLogged(PerceptronEventIds.SavedBeside).Should().Be(1);
            service.CountLogged(PerceptronEventIds.Saved).Should().Be(0);
            HealthReportEntry health = await service.HealthAsync();
            health.Status.Should().Be(HealthStatus.Degraded);
            health.Description.Should().Contain($"'{_folder.File}.learned'");
        }

        File.ReadAllBytes(_folder.File).Should().Equal(deployed.ToBytes());
        File.ReadAllBytes($"{_folder.File}.learned").Should().Equal(alone.ToBytes());
    }

    [Fact]
    public async Task Does_not_overwrite_a_corrupt_file_until_a_valid_one_arrives()
    {
        await using RunningService service = await StartAsync(options =>
        {
            options.PublishInterval = TimeSpan.Zero;
            options.SaveInterval = TimeSpan.FromMilliseconds(20);
        });
        byte[] whole = Network().ToBytes();
        File.WriteAllBytes(_folder.File, whole[..^8]);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        LearnerOf(service).TryEnqueue([1, 2], 1);
        await service.LogsAsync(PerceptronEventIds.SavedBeside);
        LearnerOf(service).TryEnqueue([1, 2], 1);
        await service.LogsAsync(PerceptronEventIds.SavedBeside, times: 2);
        File.ReadAllBytes(_folder.File).Should().Equal(whole[..^8], "the copy may not be complete");
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);
        using (var copy = new FileStream(_folder.File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            copy.Write(whole.AsSpan(^8));
        }

        await service.LogsAsync(PerceptronEventIds.Reloaded);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
        LearnerOf(service).TryEnqueue([1, 2], 1);
        await service.LogsAsync(PerceptronEventIds.Saved);
        FrozenPerceptron.Load<float>(_folder.File).Weights.ToArray().Should().Equal(HostOf(service).Current.Model.Weights.ToArray());
    }

    [Fact]
    public async Task Publishes_after_its_interval_and_not_before()
    {
        var interval = TimeSpan.FromMinutes(1);
        var clock = new ManualClock();
        await using RunningService service = await RunningService.StartAsync(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddPerceptron<float>(_folder.File).LearnOnline(_ => Network(), options =>
            {
                options.PublishInterval = interval;
                options.SaveInterval = _never;
            });
        });
        PerceptronHost<float> host = HostOf(service);
        long before = host.Current.Version;
        LearnerOf(service).TryEnqueue([1, 2], 1).Should().BeTrue();

        await service.ReachesAsync(() => LearnerOf(service).Learned == 1);
        TimeSpan taken = await clock.RunUntilAsync(() => host.Current.Version > before, 1.5 * interval, service.DescribeLog);

        taken.Should().BeGreaterThanOrEqualTo(interval);
    }

    [Fact]
    public async Task A_clock_set_back_ten_years_does_not_stop_the_service()
    {
        var clock = new ManualClock();
        await using RunningService service = await RunningService.StartAsync(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddPerceptron<float>(_folder.File).LearnOnline(_ => Network());
        });
        PerceptronHost<float> host = HostOf(service);
        for (int round = 1; round <= 2; round++)
        {
            long before = host.Current.Version;
            clock.AdjustTime(clock.GetUtcNow().AddYears(-10));
            LearnerOf(service).TryEnqueue([1, 2], 1).Should().BeTrue();

            await service.ReachesAsync(() => LearnerOf(service).Learned == round);
            await clock.RunUntilAsync(() => host.Current.Version > before, TimeSpan.FromSeconds(5), service.DescribeLog);
            await clock.RunUntilAsync(() => service.CountLogged(PerceptronEventIds.Saved) == round, TimeSpan.FromMinutes(2), service.DescribeLog);
        }

        File.Exists(_folder.File).Should().BeTrue();
    }

    [Fact]
    public async Task Saves_at_its_interval_while_the_service_stops()
    {
        await using ServiceProvider services = Unstarted(options => options.SaveInterval = TimeSpan.FromTicks(1));
        PerceptronLearner<float> learner = services.GetRequiredService<PerceptronLearner<float>>();
        Perceptron<float> alone = Network();
        for (int example = 0; example < 1_000; example++)
        {
            (float[] row, int label) = Example(example);
            learner.TryEnqueue(row, label).Should().BeTrue();
            alone.Learn(row, label);
        }

        await LearningServiceOf(services).StopAsync(TestContext.Current.CancellationToken);

        Logged(services, PerceptronEventIds.Saved).Should().HaveCount(4, "there is one save per portion");
        Perceptron.Load<float>(_folder.File).ToBytes().Should().Equal(alone.ToBytes());
    }

    [Fact]
    public async Task Logs_the_examples_that_were_not_learned_before_the_shutdown_timeout()
    {
        await using ServiceProvider services = Unstarted(_ => { });
        PerceptronLearner<float> learner = services.GetRequiredService<PerceptronLearner<float>>();
        for (int example = 0; example < 3; example++)
        {
            learner.TryEnqueue([1, 2], 1).Should().BeTrue();
        }

        await LearningServiceOf(services).StopAsync(new CancellationToken(canceled: true));

        learner.Learned.Should().Be(0);
        Logged(services, PerceptronEventIds.ExamplesDropped).Should().ContainSingle().Which.Message.Should().Contain("3 waiting examples");
        learner.TryEnqueue([1, 2], 1).Should().BeFalse();
    }

    [Fact]
    public async Task A_full_queue_rejects_or_waits()
    {
        var network = new OnlineNetwork<float>(Network(), null);
        var learner = new PerceptronLearner<float>(network, capacity: 2, isServed: false);
        learner.TryEnqueue([1, 2], 1).Should().BeTrue();
        learner.TryEnqueue([1, 2], [0.5f]).Should().BeTrue();

        learner.TryEnqueue([1, 2], 0).Should().BeFalse();
        ValueTask<bool> waiting = learner.EnqueueAsync([3, 4], 0, cancellationToken: TestContext.Current.CancellationToken);
        waiting.IsCompleted.Should().BeFalse();
        learner.Queue.TryRead(out WaitingExample<float> first).Should().BeTrue();

        (await waiting).Should().BeTrue();
        first.Label.Should().Be(1);
        first.Numbers.Take(3).Should().Equal(1, 2, 1);
        learner.Waiting.Should().Be(2);
        using var canceled = new CancellationTokenSource();
        ValueTask<bool> second = learner.EnqueueAsync([3, 4], 0f, cancellationToken: canceled.Token);
        await canceled.CancelAsync();
        await FluentActions.Awaiting(async () => await second).Should().ThrowAsync<OperationCanceledException>();
        learner.Complete();
        (await learner.EnqueueAsync([3, 4], 0, cancellationToken: TestContext.Current.CancellationToken)).Should().BeFalse();
    }

    [Fact]
    public void Rejects_an_example_that_does_not_fit_when_it_is_enqueued()
    {
        var learner = new PerceptronLearner<float>(Network(), capacity: 10);

        learner.Invoking(it => it.TryEnqueue([1], 1)).Should().Throw<ArgumentException>().WithMessage("*1 value*2 inputs*");
        learner.Invoking(it => it.TryEnqueue([1, float.NaN], 1)).Should().Throw<ArgumentException>().WithMessage("*'size' at 1 of the row is NaN*");
        learner.Invoking(it => it.TryEnqueue([1, 2], 2)).Should().Throw<ArgumentException>().WithMessage("*2 classes*0 to 1*");
        learner.Invoking(it => it.TryEnqueue([1, 2], -1)).Should().Throw<ArgumentException>().WithMessage("*2 classes*0 to 1*");
        learner.Invoking(it => it.TryEnqueue([1, 2], 1.5f)).Should().Throw<ArgumentException>().WithMessage("*1.5*log-loss*");
        learner.Invoking(it => it.TryEnqueue([1, 2], float.NaN)).Should().Throw<ArgumentException>();
        learner.Invoking(it => it.TryEnqueue([1, 2], [0f, 1])).Should().Throw<ArgumentException>().WithMessage("*2 values*1 row x 1 output*");
        learner.Waiting.Should().Be(0);
    }

    [Fact]
    public void A_label_of_many_classes_becomes_the_targets_of_the_network()
    {
        PerceptronBuilder<float> description = Perceptron.Classifier<float>(inputs: 2, classes: 3);
        var network = new OnlineNetwork<float>(description.Build(), null);
        var learner = new PerceptronLearner<float>(network, capacity: 10, isServed: false);
        Perceptron<float> alone = description.Build();
        var host = new PerceptronHost<float>(description.Build().Freeze());

        learner.TryEnqueue([1, 2], 2);
        learner.Queue.TryRead(out WaitingExample<float> example).Should().BeTrue();
        network.Learn(example);
        network.TryPublish(host, out _, out _).Should().BeTrue();

        alone.Learn([1, 2], [2]);
        host.Current.Model.Weights.ToArray().Should().Equal(alone.Weights.ToArray());
        network.RecentLoss.Should().BeApproximately(Math.Log(3), 1e-6, "the three classes were equally likely before");
    }

    [Fact]
    public void A_regressor_takes_a_label_as_a_number_and_several_outputs_take_only_targets()
    {
        var one = new PerceptronLearner<float>(Perceptron.Regressor<float>(inputs: 1).Build(), capacity: 1);
        var two = new PerceptronLearner<float>(
            Perceptron.WithInputs<float>(1).WithOutputs(2).WithLoss(Loss.HalfSquaredError).Build(), capacity: 1);

        one.TryEnqueue([1], 17).Should().BeTrue();
        one.Queue.TryRead(out WaitingExample<float> example).Should().BeTrue();
        example.Label.Should().BeNull();
        example.Numbers[1].Should().Be(17);
        two.Invoking(it => it.TryEnqueue([1], 17)).Should().Throw<InvalidOperationException>().WithMessage("*no classes*2 output(s)*");
        two.TryEnqueue([1], [1f, 2]).Should().BeTrue();
    }

    [Fact]
    public async Task Rejects_a_network_without_single_steps_at_the_start()
    {
        Func<Task> lbfgs = () => StartAsync(_ => { }, _ => Perceptron.BinaryClassifier<float>(inputs: 2).WithOptimizer(Optimizer.Lbfgs()).Build());
        Func<Task> unfitted = () => StartAsync(_ => { }, _ => Perceptron.BinaryClassifier<float>(inputs: 2).WithStandardization().Build());

        await lbfgs.Should().ThrowAsync<InvalidOperationException>();
        await unfitted.Should().ThrowAsync<InvalidOperationException>().WithMessage("*Call Fit first*");
    }

    private static LearningService<float> LearningServiceOf(IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<LearningService<float>>().Single();

    private static IEnumerable<FakeLogRecord> Logged(IServiceProvider services, int eventId) =>
        services.GetFakeLogCollector().GetSnapshot().Where(record => record.Id.Id == eventId);

    private ServiceProvider Unstarted(Action<OnlineLearningOptions> configure) => new ServiceCollection()
        .AddLogging(logging => logging.AddFakeLogging())
        .AddPerceptron<float>(_folder.File).LearnOnline(_ => Network(), configure).Services
        .BuildServiceProvider();

    private static (float[] Row, int Label) Example(int index) => ([MathF.Sin(index), MathF.Cos(index * 3)], MathF.Sin(index) > 0.2f ? 1 : 0);

    private static Perceptron<float> Network() => Perceptron.BinaryClassifier<float>(inputs: 2)
        .WithFeatureNames(["age", "size"]).WithOptimizer(Optimizer.Adam()).WithLearningRate(0.05).Build();

    private static PerceptronHost<float> HostOf(RunningService service) => service.Services.GetRequiredService<PerceptronHost<float>>();

    private static PerceptronLearner<float> LearnerOf(RunningService service) => service.Services.GetRequiredService<PerceptronLearner<float>>();

    private Task<RunningService> StartAsync(Action<OnlineLearningOptions> configure, Func<IServiceProvider, Perceptron<float>>? network = null) =>
        RunningService.StartAsync(services =>
        {
            services.AddPerceptron<float>(_folder.File)
                .Configure(options => options.Debounce = TimeSpan.FromMilliseconds(20))
                .LearnOnline(network ?? (_ => Network()), configure);
            services.AddHealthChecks().AddPerceptronCheck<float>();
        });
}
