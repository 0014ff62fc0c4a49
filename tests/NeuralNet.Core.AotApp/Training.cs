using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>One training: epochs, then a step on one row and one on a batch, where the optimizer takes steps.</summary>
internal static class Training
{
    /// <summary>Where the optimizer takes more than one.</summary>
    private const int StepRows = 5;

    public static void Run<T>(
        string name,
        Case each,
        PerceptronBuilder<T> description,
        T[] rows,
        T[] weights,
        TrainingOptions options,
        Fingerprint fingerprint)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Perceptron<T> network = description.Build();
        int rowCount = rows.Length / network.InputCount;
        T[] targets = Rows.Targets<T>(rowCount, network.OutputCount, description.Loss.Targets);
        Examples<T> examples = each.TakesLabels
            ? new(rows, Rows.Labels(rowCount, network.ClassCount), weights)
            : new(rows, targets, weights);
        TrainingResult<T> result = network.Fit(examples, options);
        bool takesSteps = !Variant.TakesAllRows(description.Optimizer);
        bool isDone = result.StopReason == StopReason.MaxEpochs || (result.StopReason == StopReason.Converged && !takesSteps);
        Check.That(isDone, name, $"all epochs, or the optimum, not: {result.Message}");
        fingerprint.Add<double>([.. result.LossHistory]);
        fingerprint.Add<double>([.. result.ValidationHistory]);
        if (takesSteps)
        {
            Step(network, each, rows, targets, fingerprint);
        }

        fingerprint.Add(network.Weights);
        fingerprint.Add(network.Bias);
        Predictions.Run(name, network, rows, fingerprint);
    }

    private static void Step<T>(Perceptron<T> network, Case each, T[] rows, T[] targets, Fingerprint fingerprint)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stepRows = network.Description.Optimizer.UsesLearningRate ? StepRows : 1;
        var before = new T[stepRows * network.OutputCount];
        if (network.OutputCount == 1)
        {
            before[0] = network.Learn(rows.AsSpan(0, network.InputCount), targets[0]);
            fingerprint.Add<T>(before);
        }

        ReadOnlySpan<T> inputs = rows.AsSpan(0, stepRows * network.InputCount);
        if (each.TakesLabels)
        {
            network.Learn(inputs, Rows.Labels(stepRows, network.ClassCount), before);
        }
        else
        {
            network.Learn(inputs, targets.AsSpan(0, before.Length), before);
        }

        fingerprint.Add<T>(before);
    }
}
