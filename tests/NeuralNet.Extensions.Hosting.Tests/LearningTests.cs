using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using NeuralNet.Core;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>A model that learns while it serves: what is learned is published, saved and survives a restart.</summary>
public sealed class LearningTests : IDisposable
{
    private static readonly TimeSpan _never = TimeSpan.FromDays(1);

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_learned_is_what_the_network_alone_would_learn_in_every_bit()
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
    public async Task What_waits_is_learned_and_saved_when_the_service_stops_and_a_new_one_goes_on_from_there()
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

            LearnerOf(service).TryEnqueue([0, 0], 1).Should().BeFalse("a service that has stopped takes nothing");
            service.CountLogged(PerceptronEventIds.Saved).Should().Be(1);
        }

        Perceptron.Load<float>(_folder.File).ToBytes().Should().Equal(alone.ToBytes());
    }

    [Fact]
    public async Task It_is_saved_in_its_interval_and_its_own_saves_are_no_news()
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

        // A file of someone else is seen after all of those.
        Perceptron<float> other = Network();
        other.SetWeights([7, 7], [7]);
        other.Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.Reloaded);

        service.CountLogged(PerceptronEventIds.Reloaded).Should().Be(1);
        HostOf(service).Current.Model.Weights.ToArray().Should().Equal(7, 7);
    }

    [Fact]
    public async Task After_a_reload_it_learns_on_from_the_file()
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
    public async Task A_predictor_without_its_training_is_no_file_to_learn_from()
    {
        await using RunningService service = await StartAsync(_ => { });
        PublishedPerceptron<float> before = HostOf(service).Current;

        FrozenPerceptron.FromWeights<float>(2, [1, 1], [1], Activation.Sigmoid).Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        HostOf(service).Current.Should().BeSameAs(before);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);
    }

    [Fact]
    public async Task A_network_that_can_not_learn_step_by_step_is_a_bad_file()
    {
        await using RunningService service = await StartAsync(_ => { });
        PublishedPerceptron<float> before = HostOf(service).Current;

        Perceptron.BinaryClassifier<float>(inputs: 2).WithFeatureNames(["age", "size"]).WithOptimizer(Optimizer.Lbfgs()).Build().Save(_folder.File);
        await service.LogsAsync(PerceptronEventIds.ReloadFailed);

        HostOf(service).Current.Should().BeSameAs(before);
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Degraded);

        LearnerOf(service).TryEnqueue([1, 2], 0).Should().BeTrue();
        await service.StopAsync();
        LearnerOf(service).Learned.Should().Be(1, "the network of before goes on learning");
        service.CountLogged(PerceptronEventIds.Diverged).Should().Be(0);
    }

    [Fact]
    public async Task Learning_that_diverges_goes_on_from_what_was_published()
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
        (await service.HealthAsync()).Status.Should().Be(HealthStatus.Healthy, "what was published since is finite");

        host.Current.Predict([1]).Should().Be(6, "the weight is that of before, and the bias has moved");
        float.IsFinite(host.Current.Model.Weights[0]).Should().BeTrue();
    }

    [Fact]
    public async Task A_good_file_mends_the_health_of_a_learner_that_diverged()
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
    public void A_network_on_its_way_to_infinity_is_not_published(double rate)
    {
        Perceptron<float> start = Perceptron.Regressor<float>(2).WithLearningRate(rate).Build();
        var network = new OnlineNetwork<float>(start, null);
        var host = new PerceptronHost<float>(start.Freeze());
        for (int example = 0; example < 8; example++)
        {
            network.Learn(new([100, example % 7, 3], null, null));
        }

        network.TryPublish(host, out long forgotten).Should().BeFalse();

        forgotten.Should().Be(8);
        host.Current.Version.Should().Be(1);
        network.HasUnsaved.Should().BeFalse();
        network.RecentLoss.Should().BeNull();
    }

    [Fact]
    public void A_loss_that_rises_a_thousandfold_is_published()
    {
        Perceptron<float> start = Perceptron.Regressor<float>(1).WithLearningRate(1e-6).Build();
        var network = new OnlineNetwork<float>(start, null);
        var host = new PerceptronHost<float>(start.Freeze());
        network.Learn(new([1, 0.001f], null, null));
        network.TryPublish(host, out _).Should().BeTrue();
        network.Learn(new([1, 1000], null, null));

        network.TryPublish(host, out _).Should().BeTrue("the targets have risen, and the network is no worse than none");
    }

    [Fact]
    public void What_is_forgotten_when_learning_diverges_does_not_count_as_learned()
    {
        var network = new OnlineNetwork<float>(Network(), null);
        var learner = new PerceptronLearner<float>(network, capacity: 10, isServed: false);
        var host = new PerceptronHost<float>(Network().Freeze());
        Learn(2);
        network.TryPublish(host, out _).Should().BeTrue();
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
    public async Task A_file_that_can_not_be_written_degrades_health_and_is_tried_again()
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
        File.Exists(_folder.File).Should().BeFalse("it goes to the other file alone");
    }

    [Fact]
    public async Task A_file_that_was_replaced_and_not_loaded_is_not_saved_over_and_what_was_learned_goes_beside_it()
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
    public async Task A_bad_file_is_not_saved_over_until_a_good_one_comes()
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
        File.ReadAllBytes(_folder.File).Should().Equal(whole[..^8], "whoever copies it may not be done");
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
    public async Task What_was_learned_is_published_once_its_interval_is_over_and_not_before()
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
    public async Task A_clock_that_goes_back_ten_years_stops_nothing()
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
    public async Task What_waits_is_saved_on_the_way_while_the_service_stops()
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

        Logged(services, PerceptronEventIds.Saved).Should().HaveCount(4, "so many portions there were");
        Perceptron.Load<float>(_folder.File).ToBytes().Should().Equal(alone.ToBytes());
    }

    [Fact]
    public async Task Once_the_time_for_stopping_is_over_it_is_told_what_was_not_learned()
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
    public async Task A_full_queue_refuses_at_once_or_lets_wait()
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
        using var cancelled = new CancellationTokenSource();
        ValueTask<bool> second = learner.EnqueueAsync([3, 4], 0f, cancellationToken: cancelled.Token);
        await cancelled.CancelAsync();
        await FluentActions.Awaiting(async () => await second).Should().ThrowAsync<OperationCanceledException>();
        learner.Complete();
        (await learner.EnqueueAsync([3, 4], 0, cancellationToken: TestContext.Current.CancellationToken)).Should().BeFalse();
    }

    [Fact]
    public void An_example_that_does_not_fit_is_refused_at_the_door()
    {
        var learner = new PerceptronLearner<float>(Network(), capacity: 10);

        learner.Invoking(it => it.TryEnqueue([1], 1)).Should().Throw<ArgumentException>().WithMessage("*1 values*2 inputs*");
        learner.Invoking(it => it.TryEnqueue([1, float.NaN], 1)).Should().Throw<ArgumentException>().WithMessage("*'size' at 1 of the row is NaN*");
        learner.Invoking(it => it.TryEnqueue([1, 2], 2)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*2 classes, 0 to 1*");
        learner.Invoking(it => it.TryEnqueue([1, 2], -1)).Should().Throw<ArgumentOutOfRangeException>();
        learner.Invoking(it => it.TryEnqueue([1, 2], 1.5f)).Should().Throw<ArgumentException>().WithMessage("*1.5*log-loss*");
        learner.Invoking(it => it.TryEnqueue([1, 2], float.NaN)).Should().Throw<ArgumentException>();
        learner.Invoking(it => it.TryEnqueue([1, 2], [0f, 1])).Should().Throw<ArgumentException>().WithMessage("*2 targets*1 outputs*");
        learner.Waiting.Should().Be(0);
    }

    [Fact]
    public void A_label_of_many_classes_stands_for_the_targets_that_the_network_learns()
    {
        PerceptronBuilder<float> description = Perceptron.Classifier<float>(inputs: 2, classes: 3);
        var network = new OnlineNetwork<float>(description.Build(), null);
        var learner = new PerceptronLearner<float>(network, capacity: 10, isServed: false);
        Perceptron<float> alone = description.Build();
        var host = new PerceptronHost<float>(description.Build().Freeze());

        learner.TryEnqueue([1, 2], 2);
        learner.Queue.TryRead(out WaitingExample<float> example).Should().BeTrue();
        network.Learn(example);
        network.TryPublish(host, out _).Should().BeTrue();

        alone.Learn([1, 2], [2]);
        host.Current.Model.Weights.ToArray().Should().Equal(alone.Weights.ToArray());
        network.RecentLoss.Should().BeApproximately(Math.Log(3), 1e-6, "three classes were equally likely before");
    }

    [Fact]
    public void A_regressor_takes_a_label_as_a_number_and_several_outputs_take_targets_alone()
    {
        var one = new PerceptronLearner<float>(Perceptron.Regressor<float>(inputs: 1).Build(), capacity: 1);
        var two = new PerceptronLearner<float>(
            Perceptron.WithInputs<float>(1).WithOutputs(2).WithLoss(Loss.HalfSquaredError).Build(), capacity: 1);

        one.TryEnqueue([1], 17).Should().BeTrue();
        one.Queue.TryRead(out WaitingExample<float> example).Should().BeTrue();
        example.Label.Should().BeNull();
        example.Numbers[1].Should().Be(17);
        two.Invoking(it => it.TryEnqueue([1], 17)).Should().Throw<InvalidOperationException>().WithMessage("*regressor of 2 outputs*Pass targets*");
        two.TryEnqueue([1], [1f, 2]).Should().BeTrue();
    }

    [Fact]
    public async Task A_network_that_can_not_learn_step_by_step_is_refused_when_the_service_starts()
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
