using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Forty rows of one kind. Examples are built from row numbers.</summary>
internal sealed class LearningTask<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int Rows = 40;
    public const int Inputs = 3;

    public static readonly int[] AllRows = [.. Enumerable.Range(0, Rows)];

    private readonly T[] _inputs;

    public LearningTask(TaskKind kind)
    {
        Kind = kind;
        Outputs = kind is TaskKind.BinaryLabels or TaskKind.BinaryTargets or TaskKind.OneOutput ? 1 : 3;
        _inputs = SmallData.Rows<T>(Rows, Inputs);
        for (int index = 1; index < _inputs.Length; index += Inputs)
        {
            // One input is far from 0, so standardization makes a difference.
            _inputs[index] = (_inputs[index] * T.CreateTruncating(4)) + T.CreateTruncating(10);
        }

        // Classes of different size: 0 is the most frequent.
        Labels = [.. AllRows.Select(row => Math.Max(0, (row * 7 % 10) - (11 - (2 * Math.Max(Outputs, 2)))) % Math.Max(Outputs, 2))];
        Targets = kind is TaskKind.OneOutput or TaskKind.ManyOutputs
            ? SmallData.Targets<T>(Rows, Outputs)
            : [.. Labels.SelectMany(Ends)];
    }

    public TaskKind Kind { get; }

    public int Outputs { get; }

    public int Classes => Kind is TaskKind.OneOutput or TaskKind.ManyOutputs ? 0 : Math.Max(Outputs, 2);

    /// <summary>The label of each row; meaningless for regressors.</summary>
    public int[] Labels { get; }

    /// <summary>The targets of each row <c>[rows x outputs]</c>.</summary>
    public T[] Targets { get; }

    public bool HasLabels => Kind is TaskKind.BinaryLabels or TaskKind.SoftmaxLabels;

    /// <summary>Start weights that are not 0, an optimizer with state and a changing rate, so lost state is visible.</summary>
    public PerceptronBuilder<T> Describe(bool isStandardized)
    {
        PerceptronBuilder<T> description = Plain
            .WithInitialWeights(InitialWeights.GlorotUniform)
            .WithOptimizer(Optimizer.From(new HeavyBall(0.5)))
            .WithLearningRate(LearningRate.Exponential(isStandardized ? 0.05 : 0.002, 0.9))
            .WithSeed(3);
        return isStandardized ? description.WithStandardization() : description;
    }

    /// <summary>The network with every default.</summary>
    public PerceptronBuilder<T> Plain => Kind switch
    {
        TaskKind.BinaryLabels or TaskKind.BinaryTargets => Perceptron.BinaryClassifier<T>(Inputs),
        TaskKind.SoftmaxLabels or TaskKind.SoftmaxTargets => Perceptron.Classifier<T>(Inputs, Outputs),
        _ => Perceptron.Regressor<T>(Inputs, Outputs),
    };

    public ReadOnlySpan<T> Input(int row) => _inputs.AsSpan(row * Inputs, Inputs);

    public ReadOnlySpan<T> Target(int row) => Targets.AsSpan(row * Outputs, Outputs);

    public Examples<T> Take(IReadOnlyList<int> rows, T[]? weights = null)
    {
        T[] inputs = [.. rows.SelectMany(row => Input(row).ToArray())];
        return HasLabels
            ? new Examples<T>(inputs, rows.Select(row => Labels[row]).ToArray(), weights)
            : new Examples<T>(inputs, rows.SelectMany(row => Target(row).ToArray()).ToArray(), weights);
    }

    /// <summary>All rows in batches of the given size, the last one smaller; the weights are those of the rows.</summary>
    public Examples<T>[] Batches(int size, T[]? weights = null) =>
        [.. AllRows.Chunk(size).Select(rows => Take(rows, weights is null ? null : [.. rows.Select(row => weights[row])]))];

    private IEnumerable<T> Ends(int label) => Outputs == 1
        ? [T.CreateTruncating(label)]
        : Numbers.Of<T>(Draw.OneHot(Outputs, label));
}
