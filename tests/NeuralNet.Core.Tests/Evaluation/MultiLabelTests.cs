using System.Numerics;
using System.Numerics.Tensors;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Rows with any number of labels, and one output per label.</summary>
public abstract class MultiLabelTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_network_learns_label_sets()
    {
        T[] rows = Rows<T>(200, 2);
        T[] targets = new T[400];
        for (int index = 0; index < 400; index++)
        {
            targets[index] = rows[index] > T.Zero ? T.One : T.Zero;
        }

        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithOutputs(2).WithLearningRate(1).Build();
        network.Fit(rows, targets);

        MultiLabelMetrics metrics = network.EvaluateMultiLabel(rows, targets);
        metrics.SubsetAccuracy.Should().BeGreaterThan(0.97);
        metrics.Micro.F1.Should().BeGreaterThan(0.97);
        metrics.PerLabel[1].LogLoss.Should().BeLessThan(0.2);
        metrics.RowCount.Should().Be(200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(600)]
    public void A_row_has_the_labels_whose_logits_are_above_0(int outputs)
    {
        const int RowCount = 5;
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithOutputs(outputs)
            .WithInitialWeights(InitialWeights.GlorotUniform).Build();
        T[] rows = Rows<T>(RowCount, 2);
        T[] logits = new T[RowCount * outputs];
        bool[] labels = new bool[RowCount * outputs];
        network.Logits(rows, logits);

        network.PredictMultiLabel(rows, labels);

        labels.Should().Equal(logits.Select(logit => logit > T.Zero));
        labels.Should().Contain(true).And.Contain(false);
        bool[] others = new bool[labels.Length + 1];
        foreach (Action call in new Action[]
        {
            () => network.Freeze().PredictMultiLabel(rows, others),
            () => network.PredictMultiLabel(Matrix(rows, 2), others),
            () => network.Freeze().PredictMultiLabel(Matrix(rows, 2), others),
            () => network.PredictMultiLabel(Tensor.Create(rows, [RowCount, 2]), others),
            () => network.Freeze().PredictMultiLabel(Tensor.Create(rows, [RowCount, 2]), others),
        })
        {
            others.AsSpan().Fill(true);
            call();
            others.Should().Equal([.. labels, true]);
        }
    }

    [Fact]
    public void A_logit_of_NaN_or_0_predicts_no_label()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).WithOutputs(2).Build();
        network.SetWeights(Numbers.Of<T>(1, -1));
        bool[] labels = [true, true, true, true, true, true];

        network.PredictMultiLabel(Numbers.Of<T>(double.NaN, 0, 1), labels);

        labels.Should().Equal(false, false, false, false, true, false);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(600)]
    public void Labels_are_predicted_for_any_number_of_logits_above_0(int outputs)
    {
        const int RowCount = 300;
        Perceptron<T> network = Perceptron.MultiLabelClassifier<T>(2, outputs).WithInitialWeights(InitialWeights.GlorotUniform).Build();
        T[] rows = Rows<T>(RowCount, 2);
        rows[2 * 7] = T.NaN;
        var logits = new T[RowCount * outputs];
        var labels = new bool[RowCount * outputs];

        network.Logits(rows, logits);
        network.PredictMultiLabel(rows, labels);

        labels.Should().Equal(logits.Select(logit => logit > T.Zero));
        labels.AsSpan(7 * outputs, outputs).Contains(true).Should().BeFalse();
        network.Invoking(that => that.PredictMultiLabel(rows, new bool[(RowCount * outputs) - 1])).Should().Throw<ArgumentException>()
            .WithParameterName("destination");
    }

    [Fact]
    public void With_one_output_labels_metrics_and_classes_follow_the_same_threshold()
    {
        Perceptron<T> network = LogitIsInput(Loss.LogLoss);
        network.SetThresholdLogit(T.One);
        T[] rows = Numbers.Of<T>(-1, 0.5, 1, 2);
        bool[] labels = new bool[4];

        network.PredictMultiLabel(rows, labels);
        MultiLabelMetrics metrics = network.EvaluateMultiLabel(rows, Numbers.Of<T>(0, 0, 1, 1));

        labels.Should().Equal(false, false, false, true);
        metrics.PerLabel.Should().ContainSingle().Which.Should().BeEquivalentTo(network.Evaluate(rows, [0, 0, 1, 1]));
        metrics.SubsetAccuracy.Should().Be(0.75);
        metrics.HammingLoss.Should().Be(0.25);
    }

    [Fact]
    public void Every_form_of_rows_has_the_same_metrics()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithOutputs(3)
            .WithInitialWeights(InitialWeights.GlorotUniform).Build();
        T[] rows = Rows<T>(6, 2);
        T[] targets = OneHot<T>(6, 3);
        MultiLabelMetrics metrics = network.EvaluateMultiLabel(rows, targets);

        network.EvaluateMultiLabel(Matrix(rows, 2), targets).Should().BeEquivalentTo(metrics);
        network.EvaluateMultiLabel(Tensor.Create(rows, [6, 2]), targets).Should().BeEquivalentTo(metrics);
        network.Freeze().EvaluateMultiLabel(rows, targets).Should().BeEquivalentTo(metrics);
        network.Freeze().EvaluateMultiLabel(Matrix(rows, 2), targets).Should().BeEquivalentTo(metrics);
        network.Freeze().EvaluateMultiLabel(Tensor.Create(rows, [6, 2]), targets).Should().BeEquivalentTo(metrics);
    }

    [Fact]
    public void Targets_are_the_ends_of_the_interval_of_the_loss()
    {
        Perceptron<T> network = LogitIsInput(Loss.HalfSquaredErrorThrough(Activation.Tanh));

        MultiLabelMetrics metrics = network.EvaluateMultiLabel(Numbers.Of<T>(-1, 2, 3), Numbers.Of<T>(-1, 1, -1));

        metrics.SubsetAccuracy.Should().BeApproximately(2.0 / 3, 1e-15);
        metrics.PerLabel[0].LogLoss.Should().BeNull();
        metrics.PerLabel[0].Recall.Should().Be(1);
        Refused<ArgumentException>(
            () => network.EvaluateMultiLabel(Numbers.Of<T>(1, 2), Numbers.Of<T>(-1, 0)),
            "targets",
            "targets has 0 at row 1, column 0",
            "must be 1 (the row has the label) or -1 (it does not)");
    }

    [Fact]
    public void Rows_without_any_label_have_scores_of_0()
    {
        MultiLabelMetrics metrics = Perceptron.BinaryClassifier<T>(1).WithOutputs(2).Build().EvaluateMultiLabel(new T[3], new T[6]);

        metrics.Micro.Should().Be(default(PrecisionRecallF1));
        metrics.Macro.Should().Be(default(PrecisionRecallF1));
        metrics.Weighted.Should().Be(default(PrecisionRecallF1));
        metrics.SubsetAccuracy.Should().Be(1);
        metrics.ToString().Should().Be(
            "micro F1 0.0000, macro F1 0.0000, Hamming loss 0.0000, subset accuracy 100.00 %, 2 labels, 3 rows");
    }

    [Fact]
    public void Metrics_name_the_labels_of_several_outputs()
    {
        Perceptron<T> network = Perceptron.MultiLabelClassifier<T>(1, 2).WithClassNames("large", "small").Build();
        network.SetWeights(Numbers.Of<T>(1, -1));
        T[] rows = Numbers.Of<T>(-1, 1);
        T[] targets = Numbers.Of<T>(0, 0, 1, 0);

        MultiLabelMetrics metrics = network.EvaluateMultiLabel(rows, targets);

        metrics.LabelNames.Should().Equal("large", "small");
        network.Freeze().EvaluateMultiLabel(rows, targets).LabelNames.Should().Equal("large", "small");
        metrics.ToString().Should().EndWith("2 labels (F1 of large 1.0000, small 0.0000), 2 rows");
    }

    [Fact]
    public void Labels_have_no_names_without_class_names_or_with_one_output()
    {
        Perceptron.MultiLabelClassifier<T>(1, 2).Build().EvaluateMultiLabel(new T[1], new T[2]).LabelNames.Should().BeNull();
        Perceptron.BinaryClassifier<T>(1).WithClassNames("no", "yes").Build().EvaluateMultiLabel(new T[1], new T[1])
            .LabelNames.Should().BeNull();
    }

    [Fact]
    public void Rejects_networks_without_independent_labels()
    {
        T[] rows = Rows<T>(1, 3);

        Refused<InvalidOperationException>(
            Softmax(3, 2), network => network.PredictMultiLabel(rows, new bool[2]), null, "no labels", "2 output(s)", "'softmax'", "PredictClasses");
        Refused<InvalidOperationException>(
            Softmax(3, 2), network => network.Freeze().PredictMultiLabel(rows, new bool[2]), null, "no labels", "'softmax'");
        Refused<InvalidOperationException>(
            Regressor(3), network => network.EvaluateMultiLabel(rows, new T[1]), null, "no labels", "'identity'", "Predict");
        Refused<InvalidOperationException>(
            Regressor(3), network => network.Freeze().EvaluateMultiLabel(rows, new T[1]), null, "no labels", "'identity'");
    }

    [Fact]
    public void Rejects_lengths_that_do_not_match()
    {
        T[] rows = Rows<T>(2, 3);

        Refused<ArgumentException>(
            Binary(3), network => network.PredictMultiLabel(rows, new bool[1]), "destination", "room for 1 value", "2 are needed");
        Refused<ArgumentException>(
            Binary(3), network => network.PredictMultiLabel(new T[4], new bool[2]), "inputs", "4 values", "3 inputs");
        Refused<ArgumentException>(
            Binary(3), network => network.EvaluateMultiLabel(rows, new T[3]), "targets", "targets has 3 values", "2 rows x 1 output");
        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Binary(3), network => network.PredictMultiLabel(rows, new bool[2]), null, "Call Fit first");
    }

    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(double.NaN, "NaN")]
    public void Rejects_a_target_that_is_no_label(double value, string shown) => Refused<ArgumentException>(
        Binary(3),
        network => network.EvaluateMultiLabel(Rows<T>(2, 3), Numbers.Of<T>(1, value)),
        "targets",
        $"targets has {shown} at row 1, column 0",
        "must be 1 (the row has the label) or 0 (it does not)");

    private static Perceptron<T> LogitIsInput(Loss loss)
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(1).WithLoss(loss).Build();
        network.SetWeights([T.One]);
        return network;
    }
}

public sealed class MultiLabelTestsInFloat : MultiLabelTests<float>;

public sealed class MultiLabelTestsInDouble : MultiLabelTests<double>;
