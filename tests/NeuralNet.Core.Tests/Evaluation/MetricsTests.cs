using NeuralNet.Core.Tests.Support;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Metrics at the ends of their ranges, and where there are none.</summary>
public sealed class MetricsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Rows_of_one_class_have_no_ROC_AUC(int label)
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.LogLoss).Evaluate([-1, 2, 3], [label, label, label]);

        metrics.RocAuc.Should().BeNull();
        metrics.Accuracy.Should().BeApproximately(label == 1 ? 2.0 / 3 : 1.0 / 3, 1e-15);
    }

    [Fact]
    public void ROC_AUC_is_1_in_the_right_order_0_in_the_opposite_one_and_one_half_where_all_are_equal()
    {
        Perceptron<double> network = LogitIsInput(Loss.LogLoss);

        network.Evaluate([-2, -1, 3, 4], [0, 0, 1, 1]).RocAuc.Should().Be(1);
        network.Evaluate([-2, -1, 3, 4], [1, 1, 0, 0]).RocAuc.Should().Be(0);
        network.Evaluate([7, 7, 7, 7], [0, 1, 1, 0]).RocAuc.Should().Be(0.5);
    }

    [Fact]
    public void ROC_AUC_is_the_share_of_pairs_in_the_right_order_ties_counted_half()
    {
        var random = new Random(12);
        double[] logits = [.. random.Values(60, -3, 3).Select(logit => Math.Round(logit))];
        int[] labels = [.. Enumerable.Range(0, 60).Select(_ => random.Next(2))];
        double right = 0, pairs = 0;
        for (int positive = 0; positive < 60; positive++)
        {
            for (int negative = 0; negative < 60; negative++)
            {
                if (labels[positive] == 1 && labels[negative] == 0)
                {
                    pairs++;
                    right += logits[positive] > logits[negative] ? 1 : logits[positive] == logits[negative] ? 0.5 : 0;
                }
            }
        }

        LogitIsInput(Loss.LogLoss).Evaluate(logits, labels).RocAuc.Should().BeApproximately(right / pairs, 1e-14);
    }

    [Fact]
    public void The_log_loss_of_a_surely_wrong_prediction_is_its_logit()
    {
        LogitIsInput(Loss.LogLoss).Evaluate([1e4, -1e4], [0, 0]).LogLoss.Should().Be(5e3);
    }

    [Fact]
    public void A_link_that_gives_no_probabilities_has_no_log_loss()
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.HalfSquaredErrorThrough(Activation.Tanh)).Evaluate([-1, 2], [0, 1]);

        metrics.LogLoss.Should().BeNull();
        metrics.Accuracy.Should().Be(1);
        metrics.RocAuc.Should().Be(1);
    }

    [Fact]
    public void Evaluating_changes_neither_rows_nor_labels()
    {
        double[] inputs = [3, -1, 2, -5];
        int[] labels = [1, 0, 0, 1];

        LogitIsInput(Loss.LogLoss).Evaluate(inputs, labels);

        inputs.Should().Equal(3, -1, 2, -5);
        labels.Should().Equal(1, 0, 0, 1);
    }

    private static Perceptron<double> LogitIsInput(Loss loss)
    {
        Perceptron<double> network = Perceptron.WithInputs<double>(1).WithLoss(loss).Build();
        network.SetWeights([1]);
        return network;
    }
}
