using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.AotApp;

/// <summary>
/// So many rows that the full batch has several blocks, the last of them not full: what threads share. Batches of several
/// tiles, the last of them not full either.
/// </summary>
internal sealed record Blocks(int Rows, int Inputs, Case Case)
{
    private const int RowsOfSeveralTiles = 300;

    /// <summary>Numbers of blocks that are powers of two and that are not; a user's loss among them.</summary>
    public static Blocks[] All { get; } =
    [
        new(66_000, 1, Case.Of(1, Loss.LogLoss)),
        new(66_000, 3, Case.Of(1, Loss.LogLoss)),
        new(4_400, 3, Case.Coupled(10, Loss.SoftmaxCrossEntropy)),
        new(3_600, 31, Case.Coupled(3, Loss.SoftmaxCrossEntropy)),
        new(5_000, 33, Case.Of(1, Loss.From(default(LogCosh), Activation.Identity))),
        new(1_600, 33, Case.Of(3, Loss.HalfSquaredError)),
        new(1_600, 200, Case.Coupled(3, Loss.SoftmaxCrossEntropy)),
        new(1_600, 512, Case.Of(1, Loss.LogLoss)),
        new(1_100, 785, Case.Of(1, Loss.LogLoss)),

        // At least 29 blocks for every training, those that hold rows out too.
        new(16_600, 130, Case.Of(1, Loss.LogLoss)),
        new(16_600, 43, Case.Coupled(3, Loss.SoftmaxCrossEntropy)),
    ];

    public string Run<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"{typeof(T).Name} {Rows} rows {Inputs}x{Case.Outputs} {Case.Name}";
        PerceptronBuilder<T> plain = Case.Describe<T>(Inputs);
        PerceptronBuilder<T> stepping = plain.WithLearningRate(Case.LearningRate / Inputs);
        T[] rows = AotApp.Rows.Inputs<T>(Rows, Inputs);
        T[] weights = AotApp.Rows.Weights<T>(Rows);
        TrainingOptions batches = new() { Epochs = 1, BatchSize = RowsOfSeveralTiles, Threads = threads };
        TrainingOptions atOnce = new() { Epochs = 3, BatchSize = TrainingOptions.FullBatch, Threads = threads };
        TrainingOptions heldOut = atOnce with { ValidationFraction = 0.1 };
        PerceptronBuilder<T> minimizing = plain.WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.01));

        var fingerprint = new Fingerprint();
        Training.Run(name, Case, stepping, rows, [], batches, fingerprint);
        Training.Run(name, Case, stepping, rows, [], atOnce, fingerprint);
        Training.Run(name, Case, stepping.WithOptimizer(Optimizer.Adam()).WithStandardization(), rows, weights, heldOut, fingerprint);
        Training.Run(name, Case, minimizing, rows, weights, heldOut, fingerprint);
        return $"{name} {fingerprint.Take()}";
    }
}
