using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>CanStep, TryCheck, and the results of a step.</summary>
public abstract class PerceptronStepTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] _row = Rows<T>(1, 3);

    [Fact]
    public void CanStep_agrees_with_Learn()
    {
        (PerceptronBuilder<T> Description, string? Reason)[] networks =
        [
            (Perceptron.BinaryClassifier<T>(3), null),
            (Perceptron.BinaryClassifier<T>(3).WithOptimizer(Optimizer.Lbfgs()), "takes no single steps"),
            (Perceptron.BinaryClassifier<T>(3).WithStandardization(), "Call Fit first"),
            (Perceptron.BinaryClassifier<T>(3).WithBalancedClasses(), "Call Fit first"),
        ];
        foreach ((PerceptronBuilder<T> description, string? expected) in networks)
        {
            Perceptron<T> network = description.Build();
            bool can = network.CanStep(out string? reason);
            Exception? refusal = Record.Exception(() => network.Learn(_row, 1));

            can.Should().Be(expected is null);
            refusal?.Message.Should().Be(reason);
            if (expected is null)
            {
                refusal.Should().BeNull();
            }
            else
            {
                reason.Should().Contain(expected);
            }

            network.Fit(Rows<T>(20, 3), Labels(20, 2), new() { Epochs = 1 });
            network.CanStep(out _).Should().Be(expected is null or "Call Fit first");
        }
    }

    [Fact]
    public void TryCheck_rejects_what_Learn_rejects_and_changes_nothing()
    {
        Perceptron<T> classifier = Softmax(3, 3).Build();
        Perceptron<T> regressor = Perceptron.WithInputs<T>(3).WithLoss(Loss.Poisson).Build();
        Perceptron<T> many = Regressor(3, 2).Build();
        foreach (T[] row in new[] { _row, new T[2], Numbers.Of<T>(1, double.NaN, 2), [] })
        {
            foreach (int label in new[] { -1, 0, 2, 3 })
            {
                Same(classifier.TryCheck(row, label, out string? error), error, () => classifier.Clone().Learn(row, label), "label");
                Same(regressor.TryCheck(row, label, out error), error, () => regressor.Clone().Learn(row, label), "target");
                Same(many.TryCheck(row, label, out error), error, () => many.Clone().Learn(row, [label]), "no classes");
            }

            foreach (double target in new[] { 1, -1, double.NaN, double.PositiveInfinity })
            {
                T[] targets = Numbers.Of<T>(target);
                Same(regressor.TryCheck(row, targets, out string? error), error, () => regressor.Clone().Learn(row, targets[0]), "target");
                Same(many.TryCheck(row, targets, out error), error, () => many.Clone().Learn(row, targets), "target");
            }
        }

        static void Same(bool isValid, string? error, Action learn, string _)
        {
            (error is null).Should().Be(isValid);
            (Record.Exception(learn) is null).Should().Be(isValid);
            error?.Should().NotContain("(Parameter");
        }
    }

    [Fact]
    public void TryCheck_of_examples_rejects_what_Fit_rejects()
    {
        Perceptron<T> network = Binary(3).Build();
        T[] rows = Rows<T>(4, 3);
        int[] labels = Labels(4, 2);
        network.TryCheck(new Examples<T>(rows, labels), out string? error).Should().BeTrue();
        error.Should().BeNull();
        rows[4] = T.NaN;
        network.TryCheck(new Examples<T>(rows, labels), out error).Should().BeFalse();
        error.Should().ContainAll("NaN", "row 1, column 1");
        Regressor(3).Build().TryCheck(new Examples<T>(rows, labels), out error).Should().BeFalse();
        network.TryCheck(new Examples<T>(Rows<T>(4, 3), new int[4]), out error).Should().BeFalse();
        error.Should().Contain("one class only");
        network.TryCheck(new Examples<T>(Rows<T>(4, 3), labels, new T[4]), out error).Should().BeFalse();
        error.Should().Contain("sampleWeights are all 0");
        network.CompletedSteps.Should().Be(0);
    }

    [Fact]
    public void A_network_that_diverged_takes_no_steps()
    {
        T large = T.BitDecrement(T.PositiveInfinity) / T.CreateTruncating(4);
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithLearningRate(1).Build();
        for (int step = 0; step < 5 && network.CanStep(out _); step++)
        {
            Record.Exception(() => network.Learn([large], large));
        }

        network.CanStep(out string? reason).Should().BeFalse();
        reason.Should().Contain("learning diverged");
    }

    [Fact]
    public void Learn_returns_the_mean_loss_of_the_batch_before_the_step()
    {
        T[] rows = Rows<T>(5, 3);
        int[] labels = Labels(5, 3);
        T[] weights = Numbers.Of<T>(1, 0, 2, 0.5, 1);
        Perceptron<T> network = Softmax(3, 3).WithPenalty(Penalty.L2(0.5)).Build();
        double expected = network.Evaluate(rows, labels, weights).LogLoss!.Value;

        double loss = network.Learn(new Examples<T>(rows, labels, weights));

        loss.Should().BeApproximately(expected, 1e-6);
        network.Learn(rows, labels).Should().BeGreaterThan(0);
        network.Learn(new Examples<T>(rows, labels, Numbers.Of<T>(0, 0, 0, 0, 1))).Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData("passive-aggressive")]
    [InlineData("sgd")]
    public void Learn_of_a_row_returns_its_loss(string optimizer)
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(3).WithLoss(Loss.Hinge)
            .WithOptimizer(optimizer == "sgd" ? Optimizer.Sgd : Optimizer.PassiveAggressive()).Build();
        for (int step = 0; step < 3; step++)
        {
            T margin = network.Logit(_row);
            double expected = Math.Max(0, 1 - double.CreateTruncating(margin));

            network.Learn(_row, Numbers.Of<T>(1)).Should().BeApproximately(expected, 1e-6);
        }
    }
}

public sealed class PerceptronStepTestsInFloat : PerceptronStepTests<float>;

public sealed class PerceptronStepTestsInDouble : PerceptronStepTests<double>;
