using System.Globalization;
using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Data.Tests.Support;

namespace NeuralNet.Data.Tests;

/// <summary>Records with hashed columns in, predictions out, by sparse rows.</summary>
public sealed class HashedPredictorTests
{
    private static readonly Customer[] _records = Customers.Random(21, 900);
    private static readonly RowEncoder<Customer> _description = Customers.Everything()
        .HashedCategory(c => c.Home.City, 512, name: "Town").HashedCross([c => c.Contract, c => c.Payment, c => c.Rating], 2048);

    /// <summary>An exclusive or of two categories: neither alone says anything.</summary>
    private static readonly Click[] _clicks = [.. Clicks(1, 4000)];

    [Fact]
    public void Every_call_predicts_as_the_network_of_the_dense_rows()
    {
        Check<float>();
        Check<double>();
    }

    [Fact]
    public void A_cross_is_learnt_online_and_its_parts_alone_are_not()
    {
        RowEncoder<Click> parts = RowEncoder.For<Click>().HashedCategory(c => c.User, 1 << 14).HashedCategory(c => c.Page, 1 << 10).HashedCategory(c => c.Day, 64);
        RowEncoder<Click> crossed = parts.HashedCross([c => c.Page, c => c.Day], 1 << 14);
        Click[] later = [.. Clicks(2, 2000)];

        Accuracy(crossed, Learnt(crossed), later).Should().BeGreaterThan(0.98);
        Accuracy(parts, Learnt(parts), later).Should().BeInRange(0.4, 0.6);
    }

    [Fact]
    public void A_saved_network_goes_on_learning_records_with_the_same_bits()
    {
        RowEncoder<Click> description = RowEncoder.For<Click>().HashedCategory(c => c.User, 1 << 14).HashedCross([c => c.Page, c => c.Day], 1 << 14, seed: 5);
        Perceptron<float> network = Learnt(description);
        byte[] file = network.ToBytes();
        Perceptron<float> loaded = Perceptron.Load<float>(file);
        FittedEncoder<Click> encoder = description.Load(loaded);
        Learn(network, description.Fit(_clicks[..1]), Clicks(3, 500));
        Learn(loaded, encoder, Clicks(3, 500));

        loaded.Weights.ToArray().Should().Equal(network.Weights.ToArray());
        loaded.FeatureNames.Should().BeNull("a million names are no part of a file");
        file.Length.Should().BeLessThan(600_000);
        description.Bind(new PerceptronHost<float>(loaded.Freeze())).Predict(_clicks[0]).Should().Be(encoder.Bind(network).Predict(_clicks[0]));
    }

    [Fact]
    public void Batches_of_a_source_give_the_bits_of_dense_rows()
    {
        FittedEncoder<Click> fitted = RowEncoder.For<Click>().HashedCategory(c => c.User, 256).HashedCross([c => c.Page, c => c.Day], 512).Fit(_clicks);
        Perceptron<double> sparse = Perceptron.BinaryClassifier<double>(fitted.InputCount).WithEncoder(fitted).Build();
        Perceptron<double> dense = Perceptron.BinaryClassifier<double>(fitted.InputCount).WithEncoder(fitted).Build();
        Click[][] batches = [.. _clicks.Chunk(500)];
        TrainingOptions options = new() { Epochs = 3 };

        sparse.Fit(batches.Select(batch => new Examples<double>(fitted.EncodeSparse<double>(batch), Labels(batch))), options).EnsureSucceeded();
        dense.Fit(batches.Select(batch => new Examples<double>(fitted.Encode<double>(batch), Labels(batch))), options).EnsureSucceeded();

        sparse.Weights.ToArray().Should().Equal(dense.Weights.ToArray());

        static int[] Labels(Click[] clicks) => [.. clicks.Select(click => click.Bought ? 1 : 0)];
    }

    [Fact]
    public void A_network_of_another_hash_is_refused()
    {
        FittedEncoder<Click> fitted = RowEncoder.For<Click>().HashedCategory(c => c.User, 256).Fit(_clicks);
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(256).WithEncoder(fitted).Build();

        RowEncoder.For<Click>().HashedCategory(c => c.User, 256, seed: 1).Invoking(it => it.Load(network)).Should().Throw<ModelFormatException>().WithMessage("*'seed' is '0'*'1'*");
        RowEncoder.For<Click>().HashedCategory(c => c.User, 256, seed: 1).Fit(_clicks).Invoking(it => it.Bind(network)).Should().Throw<ArgumentException>().WithMessage("*Another fitted encoder*");
        fitted.Invoking(it => it.Bind(Perceptron.BinaryClassifier<float>(255).Build())).Should().Throw<ArgumentException>().WithMessage("*255 inputs*256*");
    }

    [Fact]
    public void A_standardized_network_refuses_sparse_rows_with_the_cure()
    {
        FittedEncoder<Click> fitted = RowEncoder.For<Click>().HashedCategory(c => c.User, 256).Fit(_clicks);
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(256).WithStandardization().WithEncoder(fitted).Build();

        network.Invoking(it => it.Fit(new Examples<float>(fitted.EncodeSparse<float>(_clicks), _clicks.Select(click => click.Bought).ToArray())))
            .Should().Throw<Exception>().WithMessage("*WithStandardization*");
    }

    private static void Check<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FittedEncoder<Customer> fitted = _description.Fit(_records);
        T[] dense = fitted.Encode<T>(_records);
        int numbers = Customers.Everything().Fit(_records).InputCount;
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(fitted.InputCount).WithClassNames("a", "b")
            .WithInitialWeights([.. Enumerable.Range(0, fitted.InputCount).Select(input => T.CreateChecked(Math.Sin(input) * (input < numbers ? 1e-6 : 1)))]).WithEncoder(fitted).Build();
        var host = new PerceptronHost<T>(network.Freeze());
        T[] expected = new T[_records.Length];
        int[] labels = new int[_records.Length];
        network.Predict(dense, expected);
        network.PredictClasses(dense, labels);
        labels.Distinct().Should().HaveCount(2);
        T[] predictions = new T[_records.Length];
        int[] classes = new int[_records.Length];
        var named = new RecordClass<T>[_records.Length];
        foreach (RecordPredictor<Customer, T> predictor in new[] { fitted.Bind(network), fitted.Bind(host), _description.Bind(host), fitted.Bind<T>(new Fake<T>(network)) })
        {
            bool isFake = predictor.Predictor is Fake<T>;
            predictor.Predict(_records, predictions);
            predictor.PredictClasses(_records, classes);
            predictor.Classify(_records, named);

            predictions.Should().Equal(expected);
            classes.Should().Equal(labels);
            named.Select(one => one.Index).Should().Equal(labels);
            named.Select(one => one.Probability).Should().Equal(labels.Zip(expected, (label, one) => label == 1 ? one : T.One - one));
            _records.Select(predictor.Predict).Should().Equal(expected);
            _records.Select(predictor.PredictClass).Should().Equal(labels);
            _records.Select(predictor.Classify).Should().Equal(named);
            if (!isFake)
            {
                _records.Select(predictor.PredictClassName).Should().Equal(labels.Select(label => label == 1 ? "b" : "a"));
            }

            predictor.Invoking(it => it.Predict(_records, new T[1])).Should().Throw<ArgumentException>();
            predictor.Predict(ReadOnlySpan<Customer>.Empty, []);
        }
    }

    private static IEnumerable<Click> Clicks(int seed, int count)
    {
        var random = new Random(seed);
        for (int click = 0; click < count; click++)
        {
            (int page, int day) = (random.Next(40), random.Next(7));
            yield return new($"user {random.Next(2000)}", $"/page/{page}", Invariant(day), (page + day) % 2 == 0);
        }

        static string Invariant(int day) => day.ToString(CultureInfo.InvariantCulture);
    }

    private static Perceptron<float> Learnt(RowEncoder<Click> description)
    {
        FittedEncoder<Click> fitted = description.Fit(_clicks[..1]);
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(fitted.InputCount).WithLearningRate(0.5).WithEncoder(fitted).Build();
        Learn(network, fitted, _clicks);
        return network;
    }

    private static void Learn(Perceptron<float> network, FittedEncoder<Click> fitted, IEnumerable<Click> clicks)
    {
        int[] indices = new int[fitted.SparseLength];
        float[] values = new float[fitted.SparseLength];
        foreach (Click click in clicks)
        {
            network.Learn(fitted.EncodeSparse(click, indices, values), click.Bought);
        }
    }

    private static double Accuracy(RowEncoder<Click> description, Perceptron<float> network, Click[] clicks)
    {
        RecordPredictor<Click, float> predictor = description.Load(network).Bind(network.Freeze());
        return clicks.Average(click => predictor.PredictClass(click) == (click.Bought ? 1 : 0) ? 1.0 : 0);
    }

    private sealed record Click(string User, string Page, string Day, bool Bought);

    /// <summary>A predictor that is no network.</summary>
    private sealed class Fake<T>(Perceptron<T> network) : IPredictor<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public int InputCount => network.InputCount;

        public int OutputCount => network.OutputCount;

        public void Predict(Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets = default) => network.Predict(inputs, destination, offsets);

        public void PredictClasses(Rows<T> inputs, Span<int> destination, ReadOnlySpan<T> offsets = default) => network.PredictClasses(inputs, destination, offsets);
    }
}
