using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>The message of a result reports odd properties of the rows.</summary>
public abstract class TrainingNoteTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 30;

    private static readonly T[] _rows = Rows<T>(RowCount, 3);
    private static readonly TrainingOptions _options = new() { Epochs = 3 };

    [Fact]
    public void A_message_reports_the_tolerance_and_that_nothing_was_learned()
    {
        TrainingResult<T> result = Perceptron.BinaryClassifier<T>(3).WithStandardization().WithLearningRate(1e-5).Build()
            .Fit(_rows, Labels(RowCount, 2), new() { Tolerance = 1e-4 });

        result.StopReason.Should().Be(StopReason.Converged);
        result.Message.Should().ContainAll(
            "the last epochs gained no more than the tolerance, 0.0001", "that of a constant prediction", "has not learned it yet");
    }

    [Fact]
    public void A_message_of_early_stopping_reports_that_nothing_was_learned()
    {
        TrainingResult<T> result = Perceptron.BinaryClassifier<T>(3).WithStandardization().WithLearningRate(1e-5).Build()
            .Fit(_rows, Labels(RowCount, 2), new() { ValidationFraction = 0.2, MinimumImprovement = 1e-4 });

        result.StopReason.Should().Be(StopReason.EarlyStopped);
        result.Message.Should().ContainAll("the validation rows gained no more", "that of a constant prediction", "has not learned it yet");
    }

    [Fact]
    public void A_message_reports_inputs_unrelated_to_the_targets()
    {
        T[] alike = new T[RowCount];
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(1).WithOptimizer(Optimizer.Lbfgs());

        description.Build().Fit(alike, Labels(RowCount, 2)).Message.Should().Contain(": the inputs say nothing about the targets.");
        description.WithPenalty(Penalty.L1(1000)).Build().Fit(_rows[..RowCount], Labels(RowCount, 2)).Message
            .Should().ContainAll("the inputs say nothing about the targets, or less than the penalty", "1000");
    }

    /// <summary>A penalty on raw inputs depends on their units, so a message that speaks of one names the standardization too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Advice_about_a_penalty_names_the_standardization_where_there_is_none(bool isSeparable)
    {
        T[] column = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row))];
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => isSeparable ? row / 15 : row * 7 % 2)];
        string[] words = isSeparable ? ["no finite optimum", "Penalty.L2(0.01)"] : ["or less than the penalty"];
        PerceptronBuilder<T> plain = Perceptron.BinaryClassifier<T>(1).WithOptimizer(Optimizer.Newton()).WithPenalty(isSeparable ? Penalty.None : Penalty.L2(1e9));

        string Message(PerceptronBuilder<T> description) => description.Build().Fit(column, labels).Message;

        Message(plain).Should().ContainAll([.. words, "WithStandardization()", "units"]);
        Message(plain.WithStandardization()).Should().ContainAll(words).And.NotContain("WithStandardization()");
        Message(plain.WithoutBias()).Should().NotContain("WithStandardization()", "it needs a bias");
    }

    [Fact]
    public void A_message_reports_labels_that_start_at_1()
    {
        int[] labels = [.. Labels(RowCount, 3).Select(label => label + 1)];

        string message = Perceptron.Classifier<T>(3, 4).Build().Fit(_rows, labels, _options).Message;

        message.Should().EndWith(" Class 0 has no rows. Labels begin at 0: where yours begin at 1, subtract 1 from each.");
    }

    [Fact]
    public void A_message_names_at_most_three_classes_without_rows()
    {
        int[] labels = [.. Labels(RowCount, 2).Select(label => label + 1)];
        PerceptronBuilder<T> description = Perceptron.Classifier<T>(3, 4);
        string[] names = ["ant", "bee", "cat", "dog"];

        description.Build().Fit(_rows, labels, _options).Message.Should().Contain(" Classes 0 and 3 have no rows. Labels begin at 0");
        description.WithClassNames(names).Build().Fit(_rows, labels, _options).Message.Should().Contain(" Classes 0 ('ant') and 3 ('dog') have no rows.");
        Perceptron.Classifier<T>(3, 9).Build().Fit(_rows, Labels(RowCount, 3), _options).Message
            .Should().EndWith(" Classes 3, 4, 5 and 3 more have no rows.");
        Perceptron.WithInputs<T>(3).WithOutputs(3).WithLoss(Loss.LogLoss).Build().Fit(_rows, Labels(RowCount, 2), _options).Message
            .Should().EndWith(" Class 2 has no rows.");
    }

    [Fact]
    public void Rows_and_classes_of_weight_zero_count_as_no_rows()
    {
        int[] labels = Labels(RowCount, 3);
        T[] weights = [.. labels.Select(label => label == 1 ? T.Zero : T.One)];

        Perceptron.Classifier<T>(3, 3).Build().Fit(new Examples<T>(_rows, labels, weights), _options).Message
            .Should().EndWith(" Class 1 has no rows.");
        Perceptron.Classifier<T>(3, 3).WithClassWeights(1, 0, 1).Build().Fit(_rows, labels, _options).Message
            .Should().EndWith(" Class 1 has no rows.");
    }

    [Fact]
    public void A_source_reports_classes_without_rows_after_a_complete_pass()
    {
        Examples<T> Batch(int start, int[] labels) => new(_rows.AsMemory(start * 3, labels.Length * 3), labels);
        using var source = new CancellationTokenSource();

        Perceptron.Classifier<T>(3, 4).Build().Fit([Batch(0, [1, 1, 2]), Batch(3, [2, 3])], _options).Message
            .Should().Contain(" Class 0 has no rows.");
        Perceptron.Classifier<T>(3, 4).Build().Fit([Batch(0, [1, 1, 2]), Batch(3, [0, 3])], _options).Message.Should().NotContain("no rows");
        Perceptron.Classifier<T>(3, 4).Build().Fit(Cancelling(), _options, cancellationToken: source.Token).Message
            .Should().StartWith("Cancelled").And.NotContain("no rows");

        IEnumerable<Examples<T>> Cancelling()
        {
            yield return Batch(0, [1, 1, 2]);
            source.Cancel();
            yield return Batch(3, [2, 3]);
        }
    }

    [Fact]
    public void A_message_is_silent_about_classes_with_rows_and_about_targets()
    {
        Perceptron.Classifier<T>(3, 3).WithStandardization().Build().Fit(_rows, Labels(RowCount, 3), _options).Message
            .Should().StartWith("All epochs were run: 3.").And.NotContain("no rows");
        Perceptron.Classifier<T>(3, 3).Build().Fit(_rows, OneHot<T>(RowCount, 3), _options).Message.Should().StartWith("All epochs were run: 3.").And.NotContain("no rows");
        Perceptron.MultiLabelClassifier<T>(3, 2).Build().Fit(_rows, new T[2 * RowCount], _options).Message.Should().StartWith("All epochs were run: 3.").And.NotContain("no rows");
        Perceptron.BinaryClassifier<T>(3).Build().Fit(_rows, Labels(RowCount, 2), _options).Message.Should().StartWith("All epochs were run: 3.").And.NotContain("no rows");
    }

    [Fact]
    public void The_training_that_fixes_the_scale_reports_a_constant_input()
    {
        T[] rows = [.. _rows.Select((value, index) => index % 3 == 1 ? T.CreateTruncating(7) : value)];
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).WithStandardization().Build();
        const string Constant = " constant in these rows, and the scale of a constant is 1 for good: values that differ later are not standardized, and may let online learning diverge. Leave out such an input, or begin with rows in which it varies.";

        network.Fit(rows, Labels(RowCount, 2), _options).Message.Should().EndWith($" Input 1 is{Constant}");
        network.Fit(rows, Labels(RowCount, 2), _options).Message.Should().NotContain("constant in these rows", "the first Fit reported it");
        Perceptron.BinaryClassifier<T>(3).Build().Fit(rows, Labels(RowCount, 2), _options).Message
            .Should().NotContain("constant in these rows", "a raw input has no scale");
        Perceptron.BinaryClassifier<T>(3).WithStandardization().WithFeatureNames("age", "year", "pay").Build()
            .Fit(rows, Labels(RowCount, 2), _options).Message.Should().EndWith($" Input 1 ('year') is{Constant}");
        Perceptron.BinaryClassifier<T>(3).WithStandardization().Build().Fit(new T[RowCount * 3], Labels(RowCount, 2), _options).Message
            .Should().EndWith($" Inputs 0, 1, 2 are{Constant}");
    }

    [Fact]
    public void Rows_of_weight_zero_do_not_make_an_input_vary()
    {
        T[] rows = [.. _rows.Select((value, index) => index % 3 == 1 && index > 3 ? T.CreateTruncating(7) : value)];
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => row < 2 ? T.Zero : T.One)];

        Perceptron.BinaryClassifier<T>(3).WithStandardization().Build().Fit(new Examples<T>(rows, Labels(RowCount, 2), weights), _options).Message
            .Should().Contain(" Input 1 is constant");
        Perceptron.BinaryClassifier<T>(3).WithStandardization().Build().Fit(new Examples<T>(rows, Labels(RowCount, 2)), _options).Message
            .Should().NotContain("constant in these rows");
    }

    [Fact]
    public void A_message_warns_of_a_constant_input_before_online_learning_diverges()
    {
        T[] rows = [.. _rows.Select((value, index) => index % 3 == 1 ? T.Zero : value)];
        Perceptron<T> network = Perceptron.Regressor<T>(3).WithStandardization().Build();

        string message = network.Fit(rows, Targets<T>(RowCount, 1), _options).Message;
        for (int step = 0; step < 4; step++)
        {
            network.Learn(Numbers.Of<T>(0, 1000, 0), T.One);
        }

        message.Should().Contain(" Input 1 is constant");
        T.Abs(network.Predict(Numbers.Of<T>(0, 1000, 0))).Should().BeGreaterThan(T.CreateTruncating(1e12), "scale 1 does not limit it");
    }
}

public sealed class TrainingNoteTestsInFloat : TrainingNoteTests<float>;

public sealed class TrainingNoteTestsInDouble : TrainingNoteTests<double>;
