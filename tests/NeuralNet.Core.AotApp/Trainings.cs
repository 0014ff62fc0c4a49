using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.AotApp;

/// <summary>
/// Every size with a few losses, every loss and every optimizer with one or two sizes, and enough rows for several blocks:
/// and for every loss the start that the first Fit finds: a line each with the fingerprint of all their numbers.
/// </summary>
internal static class Trainings
{
    /// <summary>Neither a multiple of the rows taken together nor of any register.</summary>
    private const int RowCount = 37;

    /// <summary>One more than fills registers of every width.</summary>
    private const int InputsOfEveryLoss = 33;

    private static readonly int[] InputCounts = [1, 3, 31, 33, 512, 785];

    /// <summary>Left-over elements for registers of every width, without and with many full ones before them.</summary>
    private static readonly int[] InputCountsOfEveryOptimizer = [31, 785];

    private static readonly TrainingOptions[] Portions =
    [
        new() { Epochs = 2, BatchSize = 1 },
        new() { Epochs = 2, BatchSize = 8 },
        new() { Epochs = 2, BatchSize = TrainingOptions.FullBatch },
    ];

    private static readonly TrainingOptions[] PortionsOfEverySize =
    [
        .. Portions,
        new() { Epochs = 2, BatchSize = 1, Shuffle = false },
        new() { Epochs = 2, BatchSize = 8, Shuffle = false },
    ];

    private static readonly Optimizer[] Optimizers = [Optimizer.Sgd, Optimizer.From(new HeavyBall(0.5))];

    /// <summary>Fits that use the threads: in no way may their number be seen in the fingerprints.</summary>
    public static IEnumerable<string> Run<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int inputs in InputCounts)
        {
            foreach (Case each in Case.OfEverySize)
            {
                yield return Run<T>("", inputs, each, [Optimizer.Sgd], PortionsOfEverySize, Rows.Weights<T>(RowCount), threads);
            }
        }

        foreach (Case each in Case.All)
        {
            yield return Run<T>("every loss ", InputsOfEveryLoss, each, Optimizers, Portions, [], threads);
        }

        foreach (int inputs in InputCountsOfEveryOptimizer)
        {
            foreach (Variant each in Variant.All)
            {
                yield return Run<T>(Math.Min(inputs, each.MostInputs), each, threads);
            }
        }

        foreach (Blocks each in Blocks.All)
        {
            yield return each.Run<T>(threads);
        }

        foreach (Case each in Case.All)
        {
            yield return RunFromOwnStart<T>(each, threads);
        }
    }

    private static string Run<T>(
        string set,
        int inputs,
        Case each,
        Optimizer[] optimizers,
        TrainingOptions[] portions,
        T[] weightsWhereStandardized,
        int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"{typeof(T).Name} {set}{inputs}x{each.Outputs} {each.Name}";
        PerceptronBuilder<T> description = each.Describe<T>(inputs).WithLearningRate(each.LearningRate / inputs);
        T[] rows = Rows.Inputs<T>(RowCount, inputs);
        var fingerprint = new Fingerprint();
        foreach (Optimizer optimizer in optimizers)
        {
            PerceptronBuilder<T> raw = description.WithOptimizer(optimizer);
            foreach (TrainingOptions portion in portions)
            {
                TrainingOptions options = portion with { Threads = threads };
                Training.Run(name, each, raw, rows, [], options, fingerprint);
                Training.Run(name, each, raw.WithStandardization(), rows, weightsWhereStandardized, options, fingerprint);
            }
        }

        return $"{name} {fingerprint.Take()}";
    }

    private static string RunFromOwnStart<T>(Case each, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"{typeof(T).Name} own start {InputsOfEveryLoss}x{each.Outputs} {each.Name}";
        PerceptronBuilder<T> raw = each.DescribeWithOwnStart<T>(InputsOfEveryLoss).WithLearningRate(each.LearningRate / InputsOfEveryLoss);
        T[] rows = Rows.Inputs<T>(RowCount, InputsOfEveryLoss);
        var fingerprint = new Fingerprint();
        TrainingOptions options = Portions[^1] with { Threads = threads };
        Training.Run(name, each, raw, rows, [], options, fingerprint);
        Training.Run(name, each, raw.WithStandardization(), rows, Rows.Weights<T>(RowCount), options, fingerprint);
        return $"{name} {fingerprint.Take()}";
    }

    private static string Run<T>(int inputs, Variant each, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"{typeof(T).Name} {inputs}x1 {each.Case.Name} by {each.Name}";
        PerceptronBuilder<T> raw = each.Describe<T>(inputs);
        T[] rows = Rows.Inputs<T>(RowCount, inputs);
        var fingerprint = new Fingerprint();
        foreach (TrainingOptions portion in each.PortionsOf(Portions))
        {
            TrainingOptions options = portion with { Threads = threads };
            Training.Run(name, each.Case, raw, rows, [], options, fingerprint);
            Training.Run(name, each.Case, raw.WithStandardization(), rows, [], options, fingerprint);
        }

        return $"{name} {fingerprint.Take()}";
    }
}
