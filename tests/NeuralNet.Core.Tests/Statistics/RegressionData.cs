using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Statistics;

/// <summary>The regressions of newton.csv and nist.csv, by the name of their data.</summary>
internal static class RegressionData
{
    private static readonly Dictionary<string, double[]> _newton = ReferenceFile.ByName("newton.csv");
    private static readonly Dictionary<string, double[]> _nist = ReferenceFile.ByName("nist.csv");

    /// <summary>A regression of each loss.</summary>
    public static TheoryData<string> OneOfEachLoss => ["linear swiss", "logistic birthwt", "poisson warpbreaks", "multinomial infert"];

    public static double[] Rows(string name) => Get(name, "rows");

    public static double[] Targets(string name) => Get(name, "targets");

    /// <summary>The weights of rows; empty if each counts once.</summary>
    public static double[] Weights(string name) => _newton.GetValueOrDefault($"{name}/weights", []);

    public static int Inputs(string name) => Rows(name).Length / Targets(name).Length;

    /// <summary>Fits the regression by Newton's method.</summary>
    /// <param name="name">The data.</param>
    /// <param name="change">A change of the description.</param>
    public static Perceptron<T> Fit<T>(string name, Func<PerceptronBuilder<T>, PerceptronBuilder<T>>? change = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PerceptronBuilder<T> description = Describe<T>(name).WithOptimizer(Optimizer.Newton(1e-10));
        Perceptron<T> network = (change?.Invoke(description) ?? description).Build();
        T[] rows = Numbers.Of<T>(Rows(name));
        T[] weights = Numbers.Of<T>(Weights(name));
        Examples<T> examples = network.OutputCount > 1
            ? new(rows, Labels(name), weights)
            : new(rows, Numbers.Of<T>(Targets(name)), weights);
        network.Fit(examples, new() { Epochs = 50 }).StopReason.Should().Be(StopReason.Converged);
        return network;
    }

    /// <summary>Fits and summarizes the regression.</summary>
    public static RegressionSummary<T> Summarize<T>(string name, Func<PerceptronBuilder<T>, PerceptronBuilder<T>>? change = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Summarize(Fit(name, change), name);

    public static RegressionSummary<T> Summarize<T>(Perceptron<T> network, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] rows = Numbers.Of<T>(Rows(name));
        T[] weights = Numbers.Of<T>(Weights(name));
        return network.OutputCount > 1
            ? network.Summarize(rows, Labels(name), weights)
            : network.Summarize(rows, Numbers.Of<T>(Targets(name)), weights);
    }

    public static int[] Labels(string name) => [.. Targets(name).Select(label => (int)label)];

    /// <summary>Describes the network of the regression.</summary>
    public static PerceptronBuilder<T> Describe<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = Inputs(name);
        return name.Split(' ')[0] switch
        {
            "logistic" => Perceptron.BinaryClassifier<T>(inputs),
            "poisson" => Perceptron.WithInputs<T>(inputs).WithLoss(Loss.Poisson),
            "multinomial" => Perceptron.Classifier<T>(inputs, Labels(name).Max() + 1),
            "noint1" or "noint2" => Perceptron.Regressor<T>(inputs).WithoutBias(),
            _ => Perceptron.Regressor<T>(inputs),
        };
    }

    private static double[] Get(string name, string quantity) =>
        _newton.TryGetValue($"{name}/{quantity}", out double[]? numbers) ? numbers : _nist[$"{name}/{quantity}"];
}
