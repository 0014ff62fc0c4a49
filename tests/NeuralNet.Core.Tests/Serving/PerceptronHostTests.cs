using System.Numerics;

namespace NeuralNet.Core.Tests.Serving;

/// <summary>The current model of a service: publications, reloads, and the view of readers.</summary>
public abstract class PerceptronHostTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] _row = [T.One, T.One];

    [Fact]
    public void A_host_starts_with_version_1_at_the_time_of_its_clock()
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        FrozenPerceptron<T> model = Model(1);

        var host = new PerceptronHost<T>(model, new() { Name = "spam", TimeProvider = clock });

        host.Name.Should().Be("spam");
        host.Current.Version.Should().Be(1);
        host.Current.PublishedAt.Should().Be(clock.Now);
        host.Current.Model.Should().BeSameAs(model);
        host.ToString().Should().Be("spam, version 1 of 2026-01-02 03:04:05Z: 2 inputs, 1 output, identity");
    }

    [Fact]
    public void A_publication_becomes_current_and_the_previous_one_stays_unchanged()
    {
        var clock = new FixedClock(DateTimeOffset.UnixEpoch);
        var host = new PerceptronHost<T>(Model(1), new() { TimeProvider = clock });
        PublishedPerceptron<T> before = host.Current;
        clock.Now += TimeSpan.FromHours(1);

        PublishedPerceptron<T> published = host.Publish(Model(2));

        host.Current.Should().BeSameAs(published);
        published.Version.Should().Be(2);
        published.PublishedAt.Should().Be(clock.Now);
        published.Predict(_row).Should().Be(T.CreateChecked(4));
        before.Predict(_row).Should().Be(T.CreateChecked(2));
        before.Version.Should().Be(1);
    }

    [Fact]
    public void A_publication_predicts_as_its_model_does()
    {
        FrozenPerceptron<T> model = Perceptron.Classifier<T>(inputs: 2, classes: 3).WithInitialWeights(InitialWeights.Uniform(-1, 1)).Build().Freeze();
        PublishedPerceptron<T> current = new PerceptronHost<T>(model).Current;
        T[] rows = [.. Enumerable.Range(0, 10).Select(index => T.CreateChecked(Math.Sin(index)))];
        var (mine, its) = (new T[15], new T[15]);
        var (myClasses, itsClasses) = (new int[5], new int[5]);

        current.Predict(rows, mine);
        current.PredictClasses(rows, myClasses);
        model.Predict(rows, its);
        model.PredictClasses(rows, itsClasses);

        mine.Should().Equal(its);
        myClasses.Should().Equal(itsClasses);
        current.PredictClass(rows.AsSpan(0, 2)).Should().Be(itsClasses[0]);
    }

    [Fact]
    public void Versions_count_up_one_by_one_on_any_thread()
    {
        var host = new PerceptronHost<T>(Model(0));
        var versions = new long[400];

        Parallel.For(0, versions.Length, index => versions[index] = host.Publish(Model(index)).Version);

        versions.Order().Should().Equal(Enumerable.Range(2, versions.Length).Select(version => (long)version));
        host.Current.Version.Should().Be(401);
    }

    [Fact]
    public void A_model_that_readers_would_misread_is_rejected_and_changes_nothing()
    {
        var host = new PerceptronHost<T>(FrozenPerceptron.FromWeights<T>(2, new T[2], [], Activation.Identity, featureNames: ["a", "b"]));
        PublishedPerceptron<T> before = host.Current;
        (string What, Func<FrozenPerceptron<T>> Model, string Error)[] strangers =
        [
            ("inputs", () => FrozenPerceptron.FromWeights<T>(3, new T[3], [], Activation.Identity), "*3 inputs, 1 output and 0 classes*2, 1 and 0*new host*"),
            ("outputs", () => FrozenPerceptron.FromWeights<T>(2, new T[4], [], Activation.Identity), "*2 inputs, 2 outputs*"),
            ("classes", () => FrozenPerceptron.FromWeights<T>(2, new T[2], [], Activation.Sigmoid), "*2 classes*"),
            ("order", () => FrozenPerceptron.FromWeights<T>(2, new T[2], [], Activation.Identity, featureNames: ["b", "a"]), "*feature name 'b' at 0*'a'*same order*"),
        ];
        foreach ((string what, Func<FrozenPerceptron<T>> model, string error) in strangers)
        {
            host.Invoking(it => it.Publish(model())).Should().Throw<ArgumentException>(what).WithMessage(error);
            host.Invoking(it => it.Reload(model)).Should().Throw<ArgumentException>(what).WithMessage(error);
        }

        host.Current.Should().BeSameAs(before);
    }

    [Fact]
    public void Other_inputs_are_allowed_if_the_host_says_so_but_no_other_outputs_or_classes()
    {
        var host = new PerceptronHost<T>(
            FrozenPerceptron.FromWeights<T>(2, new T[2], [], Activation.Identity, featureNames: ["a", "b"]), new() { AllowsOtherInputs = true });

        host.Publish(FrozenPerceptron.FromWeights<T>(3, new T[3], [], Activation.Identity, featureNames: ["b", "c", "a"]));

        host.Current.InputCount.Should().Be(3);
        host.Current.FeatureNames.Should().Equal("b", "c", "a");
        host.Current.Predict([T.One, T.One, T.One]).Should().Be(T.Zero);
        host.Invoking(it => it.Publish(FrozenPerceptron.FromWeights<T>(2, new T[4], [], Activation.Identity))).Should().Throw<ArgumentException>();
        host.Invoking(it => it.Publish(FrozenPerceptron.FromWeights<T>(2, new T[2], [], Activation.Sigmoid))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_class_with_another_name_is_rejected()
    {
        FrozenPerceptron<T> Named(string first) => FrozenPerceptron.FromWeights<T>(2, new T[2], [], Activation.Sigmoid, classNames: [first, "spam"]);
        var host = new PerceptronHost<T>(Named("ham"));

        FluentActions.Invoking(() => host.Publish(Named("eggs"))).Should().Throw<ArgumentException>().WithMessage("*class name 'eggs' at 0*'ham'*");
    }

    [Fact]
    public void A_model_without_names_fits_one_with_names()
    {
        var host = new PerceptronHost<T>(Model(1));

        host.Publish(FrozenPerceptron.FromWeights<T>(2, new T[2], [], Activation.Identity, featureNames: ["a", "b"])).Version.Should().Be(2);
        host.Publish(Model(2)).Version.Should().Be(3);
        host.Current.FeatureNames.Should().Equal(["a", "b"], "readers still use them");

        FluentActions.Invoking(() => host.Publish(FrozenPerceptron.FromWeights<T>(2, new T[2], [], Activation.Identity, featureNames: ["b", "a"])))
            .Should().Throw<ArgumentException>("readers still use the names of an earlier model").WithMessage("*feature name 'b' at 0*'a'*");
    }

    [Fact]
    public void Reload_publishes_a_file_with_new_content()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            var host = new PerceptronHost<T>(Model(1));
            Model(1).Save(path);
            host.Reload(path).Version.Should().Be(1);
            Model(5).Save(path);

            host.Reload(path).Version.Should().Be(2);

            host.Current.Predict(_row).Should().Be(T.CreateChecked(10));
            host.Reload(path).Version.Should().Be(2);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_bad_file_keeps_the_current_model()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            var host = new PerceptronHost<T>(Model(1));
            PublishedPerceptron<T> before = host.Current;
            File.WriteAllText(path, "no model");

            host.Invoking(it => it.Reload(path)).Should().Throw<ModelFormatException>();
            host.Invoking(it => it.Reload(path + ".gone")).Should().Throw<FileNotFoundException>();

            host.Current.Should().BeSameAs(before);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_check_refuses_the_first_model_a_publication_and_a_reload()
    {
        var refusal = new InvalidOperationException("the weight is too large");
        List<FrozenPerceptron<T>> checkedModels = [];
        void Check(FrozenPerceptron<T> model)
        {
            checkedModels.Add(model);
            if (model.Weights[0] > T.CreateChecked(5))
            {
                throw refusal;
            }
        }

        FluentActions.Invoking(() => new PerceptronHost<T>(Model(6), check: Check)).Should().Throw<InvalidOperationException>().Which.Should().BeSameAs(refusal);
        checkedModels.Clear();
        var (first, second) = (Model(1), Model(2));
        var host = new PerceptronHost<T>(first, check: Check);
        PublishedPerceptron<T> published = host.Publish(second);

        host.Invoking(it => it.Publish(Model(7))).Should().Throw<InvalidOperationException>().Which.Should().BeSameAs(refusal);
        host.Invoking(it => it.Reload(() => Model(8))).Should().Throw<InvalidOperationException>().Which.Should().BeSameAs(refusal);

        host.Current.Should().BeSameAs(published);
        host.Reload(() => Model(3)).Version.Should().Be(3);
        checkedModels.Select(model => int.CreateChecked(model.Weights[0])).Should().Equal(1, 2, 7, 8, 3);
        checkedModels[..2].Should().Equal(first, second);
    }

    [Fact]
    public void A_check_sees_only_models_of_the_shape_of_the_host_and_reads_the_model_before()
    {
        PerceptronHost<T>? host = null;
        List<(int Inputs, long Version)> seen = [];
        host = new PerceptronHost<T>(Model(1), check: model => seen.Add((model.InputCount, host?.Current.Version ?? 0)));

        host.Invoking(it => it.Publish(FrozenPerceptron.FromWeights<T>(3, new T[3], [], Activation.Identity))).Should().Throw<ArgumentException>();
        host.Publish(Model(2));
        host.Reload(() => Model(2));

        seen.Should().Equal([(2, 0), (2, 1)], "the current model is not checked again");
    }

    [Fact]
    public void Rejects_null_arguments_and_negative_examples()
    {
        var host = new PerceptronHost<T>(Model(1));

        FluentActions.Invoking(() => new PerceptronHost<T>(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new PerceptronHost<T>(Model(1), new() { Name = null! })).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new PerceptronHost<T>(Model(1), new() { TimeProvider = null! })).Should().Throw<ArgumentNullException>();
        host.Invoking(it => it.Publish(null!)).Should().Throw<ArgumentNullException>();
        host.Invoking(it => it.Publish(Model(1), examples: -1)).Should().Throw<ArgumentOutOfRangeException>();
        host.Invoking(it => it.Reload((Func<FrozenPerceptron<T>>)null!)).Should().Throw<ArgumentNullException>();
        host.Invoking(it => it.Reload(() => null!)).Should().Throw<ArgumentNullException>();
        host.Current.Version.Should().Be(1);
    }

    private static FrozenPerceptron<T> Model(int weight) =>
        FrozenPerceptron.FromWeights<T>(2, [T.CreateChecked(weight), T.CreateChecked(weight)], [], Activation.Identity);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

public sealed class SinglePerceptronHostTests : PerceptronHostTests<float>;

public sealed class DoublePerceptronHostTests : PerceptronHostTests<double>;
