using System.Numerics;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Logistic regressions against scikit-learn's, with L2, L1 and both.</summary>
public abstract class LbfgsReferenceTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("lbfgs.csv");

    [Theory]
    [InlineData("ridge")]
    [InlineData("faint ridge")]
    [InlineData("sparse")]
    [InlineData("sparser")]
    [InlineData("sparse with bias")]
    [InlineData("elastic with bias")]
    public void A_logistic_regression_has_scikit_learns_weights(string name)
    {
        double[] labels = Reference[$"{name}/labels"];
        double[] weights = Reference[$"{name}/weights"];
        int inputs = Reference[$"{name}/rows"].Length / labels.Length;
        var objective = new LogisticRegression<T>(
            Numbers.Of<T>(Reference[$"{name}/rows"]),
            Numbers.Of<T>(labels),
            Reference[$"{name}/l2"][0],
            hasBias: weights.Length > inputs);
        var point = new T[weights.Length];

        new Lbfgs<T>(weights.Length, 10, Numbers.For<T>(1e-14, 1e-7), Reference[$"{name}/l1"][0], inputs)
            .Run(objective, point)
            .Status.Should().Be(IterationStatus.Converged);

        ((ReadOnlySpan<T>)point).ShouldBeClose(weights, 0, Numbers.For<T>(1e-12, 2e-5), name);
        point.Select(weight => weight == T.Zero).Should().Equal(weights.Select(weight => weight == 0), "the same weights are 0");
    }
}

public sealed class LbfgsReferenceTestsInDouble : LbfgsReferenceTests<double>;

public sealed class LbfgsReferenceTestsInFloat : LbfgsReferenceTests<float>;
