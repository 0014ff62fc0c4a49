using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>
/// A loss of one output on several: given labels, each output learns one class against the rest; given targets, each learns
/// a question of its own.
/// </summary>
public abstract class OneVersusRestTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 60;
    private const int Inputs = 3;
    private const int Classes = 3;

    private static readonly TrainingOptions Options = new() { Epochs = 60, BatchSize = 5 };
    private static readonly int[] Labels = [.. Enumerable.Range(0, Rows).Select(row => row % Classes)];

    /// <summary>Rows near 1 in the column of their class, and near 0 in the others.</summary>
    private static readonly T[] Data = Clusters();

    [Fact]
    public void A_label_means_high_for_its_output_and_low_for_the_others()
    {
        PerceptronBuilder<T> description = Describe(Loss.HalfSquaredErrorThrough(Activation.Tanh), Classes);
        double[] targets = [.. Labels.SelectMany(label => Draw.OneHot(Classes, label)).Select(share => (2 * share) - 1)];

        TrainingResult<T> byLabels = description.Build().Fit(Data, Labels, Options);
        TrainingResult<T> byTargets = description.Build().Fit(Data, Numbers.Of<T>(targets), Options);

        byLabels.LossHistory.Should().Equal(byTargets.LossHistory);
        byLabels.Network.Weights.ToArray().Should().Equal(byTargets.Network.Weights.ToArray());
        byLabels.Network.Bias.ToArray().Should().Equal(byTargets.Network.Bias.ToArray());
    }

    [Fact]
    public void The_largest_logit_is_the_class()
    {
        Perceptron<T> network = Describe(Loss.LogLoss, Classes).Build();

        network.Fit(Data, Labels, Options);

        network.ClassCount.Should().Be(Classes);
        network.Freeze().ClassCount.Should().Be(Classes);
        var predicted = new int[Rows];
        network.PredictClasses(Data, predicted);
        predicted.Should().Equal(Labels);
        network.Evaluate(Data, Labels).Accuracy.Should().Be(1);
    }

    [Fact]
    public void Equal_logits_mean_the_first_class() =>
        Describe(Loss.LogLoss, Classes).Build().PredictClass(Data.AsSpan(0, Inputs)).Should().Be(0);

    [Fact]
    public void Probabilities_that_do_not_sum_to_1_have_no_log_loss()
    {
        Perceptron<T> network = Describe(Loss.LogLoss, Classes).Build();

        network.Evaluate(Data, Labels).LogLoss.Should().BeNull();
        network.Freeze().Evaluate(Data, Labels).LogLoss.Should().BeNull();
    }

    [Fact]
    public void Several_outputs_learn_the_same_as_separate_networks()
    {
        // Whether a row has class 0, whether it does not have class 2, and a target that is always true.
        Func<int, double>[] questions = [label => label == 0 ? 1 : 0, label => label == 2 ? 0 : 1, _ => 1];
        double[] targets = [.. Labels.SelectMany(label => questions.Select(question => question(label)))];
        Perceptron<T> together = Describe(Loss.LogLoss, questions.Length).Build();

        together.Fit(Data, Numbers.Of<T>(targets), Options);

        for (int output = 0; output < questions.Length - 1; output++)
        {
            Perceptron<T> alone = Describe(Loss.LogLoss, 1).Build();
            alone.Fit(Data, Numbers.Of<T>([.. Labels.Select(questions[output])]), Options);
            together.Weights.Slice(output * Inputs, Inputs).ShouldBeClose(
                Numbers.ToDoubles(alone.Weights), Numbers.For<T>(1e-12, 1e-4), 0, $"the weights of output {output}");
        }

        var predictions = new T[targets.Length];
        together.Predict(Data, predictions);
        double[] answers = [.. Numbers.ToDoubles<T>(predictions).Select(value => Math.Round(value))];
        answers.Should().Equal(targets);
    }

    private static PerceptronBuilder<T> Describe(Loss loss, int outputs) =>
        Perceptron.WithInputs<T>(Inputs).WithOutputs(outputs).WithLoss(loss).WithLearningRate(0.5);

    private static T[] Clusters()
    {
        var random = new Random(21);
        return Numbers.Of<T>([.. Labels.SelectMany(
            label => Draw.OneHot(Inputs, label).Select(center => center + random.Between(-0.25, 0.25)))]);
    }
}

public sealed class OneVersusRestTestsInDouble : OneVersusRestTests<double>;

public sealed class OneVersusRestTestsInFloat : OneVersusRestTests<float>;
