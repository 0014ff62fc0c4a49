using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.AotApp;

/// <summary>
/// Every loss over lengths on both sides of the widths of registers, each in every combination of a plain optimizer, batch
/// and standardisation, and every other optimizer with one loss: a line with the fingerprint of all their numbers.
/// </summary>
internal static class Trainings
{
    /// <summary>Neither a multiple of the rows taken together nor of any register.</summary>
    private const int RowCount = 37;

    private static readonly int[] InputCounts = [1, 3, 31, 33, 512, 785];

    private static readonly TrainingOptions[] Portions =
    [
        new() { Epochs = 2, BatchSize = 1 },
        new() { Epochs = 2, BatchSize = 8 },
        new() { Epochs = 2, BatchSize = TrainingOptions.FullBatch },
    ];

    private static readonly Optimizer[] Optimizers = [Optimizer.Sgd, Optimizer.From(new HeavyBall(0.5))];

    public static IEnumerable<string> Run<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int inputs in InputCounts)
        {
            T[] rows = Rows.Inputs<T>(RowCount, inputs);
            foreach (Case each in Case.All)
            {
                string name = $"{typeof(T).Name} {inputs}x{each.Outputs} {each.Name}";
                yield return $"{name} {Run(name, rows, inputs, each)}";
            }

            foreach (Variant each in Variant.All)
            {
                string name = $"{typeof(T).Name} {inputs}x1 {each.Case.Name} by {each.Name}";
                yield return $"{name} {Run(name, rows, inputs, each)}";
            }
        }
    }

    private static string Run<T>(string name, T[] rows, int inputs, Variant each)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PerceptronBuilder<T> raw = each.Describe<T>(inputs);
        using var fingerprint = new Fingerprint();
        foreach (TrainingOptions options in each.PortionsOf(Portions))
        {
            Training.Run(name, each.Case, raw, rows, options, fingerprint, !each.IsFullBatch);
            Training.Run(name, each.Case, raw.Standardized(), rows, options, fingerprint, !each.IsFullBatch);
        }

        return fingerprint.ToString();
    }

    private static string Run<T>(string name, T[] rows, int inputs, Case each)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(inputs)
            .WithOutputs(each.Outputs)
            .WithLoss(each.Loss)
            .WithLearningRate(each.LearningRate / inputs)
            .WithInitialWeights(InitialWeights.GlorotUniform);
        using var fingerprint = new Fingerprint();
        foreach (Optimizer optimizer in Optimizers)
        {
            PerceptronBuilder<T> raw = description.WithOptimizer(optimizer);
            foreach (TrainingOptions options in Portions)
            {
                Training.Run(name, each, raw, rows, options, fingerprint);
                Training.Run(name, each, raw.Standardized(), rows, options, fingerprint);
            }
        }

        return fingerprint.ToString();
    }
}
