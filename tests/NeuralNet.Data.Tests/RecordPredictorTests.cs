using System.Diagnostics.Metrics;
using NeuralNet.Core;
using NeuralNet.Data.Tests.Support;

namespace NeuralNet.Data.Tests;

/// <summary>Records in, predictions out, with the state that travels in the model file.</summary>
public sealed class RecordPredictorTests
{
    private static readonly RowEncoder<Customer> _description = Customers.Everything();
    private static readonly Customer[] _records = Customers.Random(5, 700);
    private static readonly FittedEncoder<Customer> _fitted = _description.Fit(_records);
    private static readonly int[] _labels = [.. _records.Select(customer => customer.Contract == "monthly" ? 1 : 0)];

    [Fact]
    public void A_loaded_model_predicts_records_with_the_same_bits()
    {
        Perceptron<float> network = Trained(Perceptron.BinaryClassifier<float>(_fitted.InputCount).WithStandardization().WithEncoder(_fitted));
        FrozenPerceptron<float> loaded = FrozenPerceptron.Load<float>(network.ToBytes());
        RecordPredictor<Customer, float> predictor = _description.Load(loaded).Bind(loaded);

        float[] expected = new float[_records.Length];
        network.Predict(_fitted.Encode<float>(_records), expected);
        float[] many = new float[_records.Length];
        predictor.Predict(_records, many);
        int[] classes = new int[_records.Length];
        predictor.PredictClasses(_records, classes);

        many.Should().Equal(expected);
        _records.Select(predictor.Predict).Should().Equal(expected);
        _records.Select(predictor.PredictClass).Should().Equal(classes);
        loaded.FeatureNames.Should().Equal(_fitted.FeatureNames);
        classes.Zip(_labels).Count(pair => pair.First == pair.Second).Should().Be(_labels.Length, "a column tells the class");
    }

    [Fact]
    public void An_attached_encoder_is_in_the_file_and_names_of_classes_are_predicted()
    {
        Perceptron<double> network = Trained(Perceptron.BinaryClassifier<double>(_fitted.InputCount).WithClassNames("other", "monthly").WithStandardization());
        _fitted.Attach(network);
        FrozenPerceptron<double> loaded = FrozenPerceptron.Load<double>(network.ToBytes());
        RecordPredictor<Customer, double> predictor = _description.Load(loaded).Bind(loaded);

        _records.Select(predictor.PredictClassName).Should().Equal(_records.Select(record => record.Contract == "monthly" ? "monthly" : "other"));
        predictor.Encoder.ToJson().Should().Be(_fitted.ToJson());
        predictor.Predictor.Should().BeSameAs(loaded);
    }

    [Fact]
    public void Several_outputs_are_predicted_in_tiles_as_in_one_piece()
    {
        FrozenPerceptron<float> frozen = Perceptron.Classifier<float>(_fitted.InputCount, classes: 3)
            .WithInitialWeights(InitialWeights.GlorotUniform).Build().Freeze();
        float[] expected = new float[_records.Length * 3];
        frozen.Predict(_fitted.Encode<float>(_records), expected);
        float[] predictions = new float[_records.Length * 3];
        _fitted.Bind(frozen).Predict(_records, predictions);

        predictions.Should().Equal(expected);
    }

    [Fact]
    public void Any_number_of_threads_may_predict()
    {
        RecordPredictor<Customer, float> predictor = _fitted.Bind(Trained(Perceptron.BinaryClassifier<float>(_fitted.InputCount).WithStandardization()).Freeze());
        float[] expected = [.. _records.Select(predictor.Predict)];

        int others = 0;

        Parallel.For(0, 20_000, index =>
        {
            if (predictor.Predict(_records[index % _records.Length]) != expected[index % _records.Length])
            {
                Interlocked.Increment(ref others);
            }
        });

        others.Should().Be(0);
    }

    [Fact]
    public void A_network_with_other_inputs_is_rejected()
    {
        FrozenPerceptron<float> narrow = Perceptron.BinaryClassifier<float>(3).Build().Freeze();
        string[] names = [.. _fitted.FeatureNames];
        names[1] = "other";
        Perceptron<float> renamed = Perceptron.BinaryClassifier<float>(names.Length).WithFeatureNames(names).Build();

        _fitted.Invoking(it => it.Bind(narrow)).Should().Throw<ArgumentException>().WithMessage("*3 inputs*InputCount*");
        _fitted.Invoking(it => it.Attach(Perceptron.BinaryClassifier<float>(3).Build())).Should().Throw<ArgumentException>().WithMessage("*3 inputs*");
        _fitted.Invoking(it => Perceptron.BinaryClassifier<float>(3).WithEncoder(it)).Should().Throw<ArgumentException>().WithMessage("*3 inputs*");
        _fitted.Invoking(it => it.Bind(renamed)).Should().Throw<ArgumentException>().WithMessage("Input 1 *'other'*'Age is missing'*");
        _fitted.Invoking(it => it.Attach(renamed)).Should().Throw<ArgumentException>().WithMessage("Input 1 *");
    }

    [Fact]
    public void A_network_without_an_encoder_can_not_be_loaded_from() =>
        _description.Invoking(it => it.Load(Perceptron.BinaryClassifier<float>(3).Build())).Should().Throw<ModelFormatException>().WithMessage("*Attach*");

    [Fact]
    public void A_network_whose_inputs_are_not_those_of_its_encoder_can_not_be_loaded_from() =>
        _description.Invoking(it => it.Load(Perceptron.BinaryClassifier<float>(3).WithMetadata("record.encoder", _fitted.ToJson()).Build()))
            .Should().Throw<ModelFormatException>().WithMessage("*3 inputs*");

    [Fact]
    public void Another_fitted_encoder_of_the_same_width_is_rejected()
    {
        Customer[] others = [.. _records.Select(record => record with { Age = record.Age + 1 })];
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Number(c => c.Age, Missing.Mean);
        FrozenPerceptron<float> frozen = Perceptron.BinaryClassifier<float>(1).WithEncoder(description.Fit(_records)).Build().Freeze();

        description.Fit(others).Invoking(it => it.Bind(frozen)).Should().Throw<ArgumentException>().WithMessage("*Another fitted encoder*");
    }

    [Fact]
    public void A_host_is_followed_and_a_model_of_another_encoder_is_rejected()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Number(c => c.Age, Missing.Mean);
        FittedEncoder<Customer> fitted = description.Fit(_records);
        PerceptronBuilder<float> network = Perceptron.BinaryClassifier<float>(1).WithEncoder(fitted);
        var host = new PerceptronHost<float>(network.Build().Freeze());
        RecordPredictor<Customer, float> predictor = fitted.Bind(host);
        predictor.Predict(_records[0]).Should().Be(0.5f);

        host.Publish(network.WithInitialWeights([100f]).Build().Freeze());
        predictor.Predict(_records[0] with { Age = 50 }).Should().Be(1);

        host.Publish(network.WithEncoder(description.Fit(_records.AsEnumerable().Skip(100))).Build().Freeze());
        predictor.Invoking(it => it.Predict(_records[0])).Should().Throw<InvalidOperationException>().WithMessage("*Another fitted encoder*");
        predictor.Invoking(it => it.Predict(_records[0])).Should().Throw<InvalidOperationException>("not the first call alone");
    }

    [Fact]
    public void A_description_follows_a_host_with_the_encoder_of_each_model()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>()
            .Number(c => c.Age, Missing.Mean).Category(c => c.Contract, UnknownCategory.Zeros);
        Customer[] old = [.. _records.Where(record => record.Contract != "monthly")];
        FittedEncoder<Customer> first = description.Fit(old), second = description.Fit(_records);
        FrozenPerceptron<float> Model(FittedEncoder<Customer> fitted) => Perceptron.BinaryClassifier<float>(fitted.InputCount)
            .WithEncoder(fitted).WithInitialWeights([.. Enumerable.Range(1, fitted.InputCount).Select(weight => weight / 100f)]).Build().Freeze();
        var host = new PerceptronHost<float>(Model(first), new() { AllowsOtherInputs = true });
        RecordPredictor<Customer, float> predictor = description.Bind(host);
        predictor.Predict(_records[0]).Should().Be(first.Bind(Model(first)).Predict(_records[0]));
        second.InputCount.Should().Be(first.InputCount + 1);

        host.Publish(Model(second));

        predictor.Predict(_records[0]).Should().Be(second.Bind(Model(second)).Predict(_records[0]));
        predictor.Encoder.ToJson().Should().Be(second.ToJson());
        var predictions = new float[_records.Length];
        predictor.Predict([.. _records], predictions);
        predictions[0].Should().Be(predictor.Predict(_records[0]));
    }

    [Fact]
    public void A_model_without_the_columns_of_the_description_is_named_at_each_call_until_another_is_published()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Number(c => c.Age, Missing.Mean);
        FittedEncoder<Customer> fitted = description.Fit(_records);
        FittedEncoder<Customer> other = RowEncoder.For<Customer>().Number(c => c.Charges).Fit(_records);
        FrozenPerceptron<float> good = Perceptron.BinaryClassifier<float>(1).WithEncoder(fitted).Build().Freeze();
        var host = new PerceptronHost<float>(good, new() { AllowsOtherInputs = true });
        RecordPredictor<Customer, float> predictor = description.Bind(host);

        host.Publish(Perceptron.BinaryClassifier<float>(1).WithEncoder(other).Build().Freeze());
        for (int call = 0; call < 2; call++)
        {
            predictor.Invoking(it => it.Predict(_records[0])).Should().Throw<InvalidOperationException>().WithMessage("*new model of the host*Charges*");
        }

        host.Publish(good);
        predictor.Predict(_records[0]).Should().Be(0.5f);
        description.Invoking(it => it.Bind(new PerceptronHost<float>(Perceptron.BinaryClassifier<float>(1).Build().Freeze())))
            .Should().Throw<ModelFormatException>();
    }

    [Fact]
    public void A_fake_predicts_in_tests_of_an_app()
    {
        RecordPredictor<Customer, float> predictor = _fitted.Bind(new Fake(_fitted.InputCount));

        predictor.Predict(_records[0]).Should().Be(7);
        predictor.PredictClass(_records[0]).Should().Be(1);
        predictor.Classify(_records[0]).Should().Be(new RecordClass<float> { Index = 1, Name = null, Probability = 7, Version = null });
        predictor.Invoking(it => it.PredictClassName(_records[0])).Should().Throw<InvalidOperationException>().WithMessage("*PredictClass*");
    }

    [Fact]
    public void A_wrong_record_among_many_is_named_with_its_row_in_the_call()
    {
        RecordPredictor<Customer, float> predictor = _fitted.Bind(new Fake(_fitted.InputCount));
        Customer[] records = [.. _records];
        records[600] = records[600] with { Charges = float.NaN };

        predictor.Invoking(it => it.Predict(records, new float[records.Length])).Should().Throw<RecordException>()
            .WithMessage("Row 600, column 'Charges': *NaN*");
        predictor.Invoking(it => it.Predict(records, new float[2])).Should().Throw<ArgumentException>().WithMessage("destination has 2*700*");
        predictor.Invoking(it => it.Predict([], [])).Should().NotThrow();
    }

    [Fact]
    public void A_single_record_in_a_call_for_many_is_named_without_a_row()
    {
        RecordPredictor<Customer, float> predictor = _fitted.Bind(new Fake(_fitted.InputCount));
        Customer wrong = _records[0] with { Charges = float.NaN };
        Action[] calls =
        [
            () => predictor.Predict([wrong], new float[1]),
            () => predictor.PredictClasses([wrong], new int[1]),
            () => predictor.Classify([wrong], new RecordClass<float>[1]),
            () => _fitted.Encode([wrong], new float[_fitted.InputCount].AsSpan()),
            () => _fitted.Encode<float>([wrong]),
            () => _fitted.Encode<float>(new List<Customer> { wrong }),
        ];

        calls.Should().AllSatisfy(call =>
        {
            RecordException error = call.Should().Throw<RecordException>().WithMessage("Column 'Charges': *").Which;
            error.Row.Should().BeNull();
            error.Column.Should().Be("Charges");
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_class_of_a_record_has_name_and_probability_of_the_network(int outputs)
    {
        PerceptronBuilder<double> description = outputs == 1
            ? Perceptron.BinaryClassifier<double>(_fitted.InputCount).WithClassNames("a", "b")
            : Perceptron.Classifier<double>(_fitted.InputCount, outputs).WithClassNames("a", "b", "c");
        FrozenPerceptron<double> frozen = Trained(description.WithStandardization()).Freeze();
        RecordPredictor<Customer, double> predictor = _fitted.Bind(frozen);
        var many = new RecordClass<double>[_records.Length];
        predictor.Classify(_records, many);

        for (int row = 0; row < _records.Length; row++)
        {
            double[] predictions = new double[outputs];
            frozen.Predict(_fitted.Row(_records[row]), predictions);
            int index = predictor.PredictClass(_records[row]);

            RecordClass<double> one = predictor.Classify(_records[row]);

            one.Should().Be(new RecordClass<double>
            {
                Index = index,
                Name = frozen.ClassNames![index],
                Probability = outputs > 1 ? predictions[index] : index == 1 ? predictions[0] : 1 - predictions[0],
                Version = null,
            });
            many[row].Should().Be(one);
        }

        many.Select(it => it.Index).Distinct().Should().HaveCountGreaterThan(1);
    }

    [Fact]
    public void The_class_of_a_record_has_the_threshold_of_the_network_and_its_text_is_short()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Number(c => c.Age);
        FittedEncoder<Customer> fitted = description.Fit([new() { Age = 0 }]);
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(1).WithClassNames("stays", "leaves").Build();
        network.SetThreshold(0.2);
        network.SetWeights([0], [float.Log(0.25f / 0.75f)]);

        fitted.Bind(network.Freeze()).Classify(new Customer { Age = 0 }).ToString().Should().Be("leaves 0.250");
        fitted.Bind(Perceptron.BinaryClassifier<float>(1).Build().Freeze()).Classify(new Customer { Age = 0 }).ToString().Should().Be("0 0.500");
    }

    [Fact]
    public void The_class_the_name_and_the_version_are_of_one_model_of_a_host_while_others_are_published()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Number(c => c.Age, Missing.Mean);
        FrozenPerceptron<float> Model(float bias)
        {
            Perceptron<float> network = Perceptron.BinaryClassifier<float>(1).WithEncoder(description.Fit(_records)).WithClassNames("even", "odd").Build();
            network.SetWeights([0], [bias]);
            return network.Freeze();
        }

        FrozenPerceptron<float> even = Model(-2), odd = Model(2);
        var host = new PerceptronHost<float>(odd);
        RecordPredictor<Customer, float> predictor = description.Bind(host);
        int wrong = 0;
        using var stop = new CancellationTokenSource();
        var reader = new Thread(() =>
        {
            var classes = new RecordClass<float>[2];
            while (!stop.IsCancellationRequested)
            {
                predictor.Classify([_records[0], _records[1]], classes);
                foreach (RecordClass<float> it in (ReadOnlySpan<RecordClass<float>>)[.. classes, predictor.Classify(_records[0])])
                {
                    wrong += it.Name == (it.Version % 2 == 0 ? "even" : "odd") && it.Probability > 0.8f ? 0 : 1;
                }

                wrong += classes[0].Version == classes[1].Version ? 0 : 1;
            }
        });
        reader.Start();

        for (int version = 2; version <= 2001; version++)
        {
            host.Publish(version % 2 == 0 ? even : odd);
        }

        stop.Cancel();
        reader.Join();
        wrong.Should().Be(0);
        predictor.Classify(_records[0]).Version.Should().Be(2001);
    }

    [Fact]
    public void A_classified_record_is_counted_once()
    {
        using var meters = new Meters();
        var host = new PerceptronHost<float>(Perceptron.BinaryClassifier<float>(_fitted.InputCount).WithEncoder(_fitted).Build().Freeze(), new() { MeterFactory = meters });
        RecordPredictor<Customer, float> predictor = _fitted.Bind(host);

        predictor.Classify(_records[0]);
        predictor.Classify(_records.AsSpan(0, 3), new RecordClass<float>[3]);

        meters.Predictions.Should().Be(4);
    }

    [Fact]
    public void A_record_whose_sum_overflows_has_no_class()
    {
        FittedEncoder<Customer> fitted = RowEncoder.For<Customer>().Number(c => c.Age).Number(c => c.Charges).Fit([new() { Age = 1, Charges = 1 }]);
        FrozenPerceptron<float> frozen = FrozenPerceptron.FromWeights<float>(2, [3e38f, -3e38f], [0], Activation.Sigmoid, classNames: ["a", "b"]);

        RecordClass<float> none = fitted.Bind(frozen).Classify(new Customer { Age = 1e38, Charges = 1e38f });

        (none.Index, none.Name, float.IsNaN(none.Probability)).Should().Be((-1, null, true));
    }

    [Fact]
    public void A_network_without_probabilities_of_classes_classifies_no_record()
    {
        FittedEncoder<Customer> fitted = RowEncoder.For<Customer>().Number(c => c.Age).Fit([new() { Age = 1 }]);
        FrozenPerceptron<float> margin = Perceptron.WithInputs<float>(1).WithLoss(Loss.Hinge).Build().Freeze();
        FrozenPerceptron<float> regressor = Perceptron.Regressor<float>(1).Build().Freeze();

        fitted.Bind(margin).Invoking(it => it.Classify(new Customer { Age = 1 })).Should().Throw<InvalidOperationException>()
            .WithMessage("*no probabilities*identity*PredictClass*");
        fitted.Bind(regressor).Invoking(it => it.Classify(new Customer { Age = 1 })).Should().Throw<InvalidOperationException>();
        fitted.Bind(margin).Invoking(it => it.Classify([new(), new()], new RecordClass<float>[1])).Should().Throw<ArgumentException>().WithMessage("destination has 1*2*");
    }

    private static Perceptron<T> Trained<T>(PerceptronBuilder<T> description)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Perceptron<T> network = description.WithSeed(1).WithLearningRate(0.1).Build();
        network.Fit(_fitted.Encode<T>(_records), _labels, new() { Epochs = 20 });
        return network;
    }

    private sealed class Fake(int inputs) : IPredictor<float>
    {
        public int InputCount => inputs;

        public int OutputCount => 1;

        public void Predict(Rows<float> inputs, Span<float> destination, ReadOnlySpan<float> offsets = default) => destination.Fill(7);

        public void PredictClasses(Rows<float> inputs, Span<int> destination, ReadOnlySpan<float> offsets = default) => destination.Fill(1);
    }

    /// <summary>Counts the rows that hosts predicted.</summary>
    private sealed class Meters : IMeterFactory
    {
        private readonly MeterListener _listener = new();
        private Meter? _meter;

        public Meters()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == _meter && instrument.Name == "neuralnet.predictions")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, rows, _, _) => Predictions += rows);
            _listener.Start();
        }

        public long Predictions { get; private set; }

        public Meter Create(MeterOptions options) => _meter ??= new(options);

        public void Dispose()
        {
            _listener.Dispose();
            _meter?.Dispose();
        }
    }
}
