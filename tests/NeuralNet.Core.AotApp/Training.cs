using System.Numerics;
using System.Runtime.InteropServices;

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
        TrainingOptions options,
        Fingerprint fingerprint,
        bool takesSteps = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Perceptron<T> network = description.Build();
        int rowCount = rows.Length / network.Inputs;
        T[] targets = Rows.Targets<T>(rowCount, network.Outputs, description.Loss.Targets);
        TrainingResult<T> result = each.TakesLabels
            ? network.Fit(rows, Rows.Labels(rowCount, network.Classes), options)
            : network.Fit(rows, targets, options);
        bool isDone = result.StopReason == StopReason.MaxEpochs || (result.StopReason == StopReason.Converged && !takesSteps);
        Check.That(isDone, name, $"all epochs, or the optimum of L-BFGS, not: {result.Message}");
        fingerprint.Add<double>([.. result.LossHistory]);
        if (takesSteps)
        {
            Step(network, each, rows, targets, fingerprint);
        }

        fingerprint.Add(network.Weights);
        fingerprint.Add(network.Bias);
        Predict(name, network, rows, rowCount, fingerprint);
    }

    private static void Step<T>(Perceptron<T> network, Case each, T[] rows, T[] targets, Fingerprint fingerprint)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stepRows = network.Description.Optimizer.UsesLearningRate ? StepRows : 1;
        var before = new T[stepRows * network.Outputs];
        if (network.Outputs == 1)
        {
            before[0] = network.Learn(rows.AsSpan(0, network.Inputs), targets[0]);
            fingerprint.Add<T>(before);
        }

        ReadOnlySpan<T> inputs = rows.AsSpan(0, stepRows * network.Inputs);
        if (each.TakesLabels)
        {
            network.Learn(inputs, Rows.Labels(stepRows, network.Classes), before);
        }
        else
        {
            network.Learn(inputs, targets.AsSpan(0, before.Length), before);
        }

        fingerprint.Add<T>(before);
    }

    private static void Predict<T>(string name, Perceptron<T> network, T[] rows, int rowCount, Fingerprint fingerprint)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var predictions = new T[rowCount * network.Outputs];
        network.Predict(rows, predictions);
        fingerprint.Add<T>(predictions);

        FrozenPerceptron<T> frozen = network.Freeze();
        var alone = new T[predictions.Length];
        for (int row = 0; row < rowCount; row++)
        {
            frozen.Predict(rows.AsSpan(row * network.Inputs, network.Inputs), alone.AsSpan(row * network.Outputs, network.Outputs));
            if (network.Outputs == 1)
            {
                T prediction = network.Predict(rows.AsSpan(row * network.Inputs, network.Inputs));
                Check.That(prediction.Equals(predictions[row]), name, $"the prediction of row {row} of the batch, alone too");
            }
        }

        Check.That(
            MemoryMarshal.AsBytes(alone.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(predictions.AsSpan())),
            name,
            "the bits of the batch, row by row");
    }
}
