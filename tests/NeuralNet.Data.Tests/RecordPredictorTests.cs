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

        public void Predict(Rows<float> inputs, Span<float> destination) => destination.Fill(7);

        public void PredictClasses(Rows<float> inputs, Span<int> destination) => destination.Fill(1);
    }
}
