using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// How much each row counts: its own weight times that of its class. Where only their ratios matter both are normalized by
/// powers of two, so that the largest of each lies in [1, 2): then no product and no sum of them overflows or vanishes,
/// however large or small they all are, and multiplying all weights by a power of two changes no bit.
/// </summary>
internal sealed class SampleWeights<T>(TargetCode<T> code, int outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>An exponent that has a normal power of two on either side.</summary>
    private static readonly int LargestExponent = PowerOfTwo<T>.Bias - 1;

    /// <summary>The exponent of weights that are all 0.</summary>
    public static int LeastExponent => -LargestExponent;

    private T[]? _normalizedClasses;

    /// <summary>The weight of each class; null where each counts once, or where that is still to be learned.</summary>
    public T[]? OfClasses
    {
        get;
        set
        {
            field = value;
            T unit = value is null ? T.One : Unit(ExponentOf(value));
            _normalizedClasses = value is null ? null : Array.ConvertAll(value, weight => weight * unit);
        }
    }

    /// <summary>The exponent by which weights of rows are normalized, whose largest has it.</summary>
    public static int ExponentOf(in ExampleSpan<T> examples) => examples.Weights.IsEmpty ? 0 : ExponentOf(examples.Weights);

    /// <summary>Whether every row counts once, so that there is nothing to multiply by.</summary>
    public bool AreOne(in ExampleSpan<T> examples) =>
        examples.Weights.IsEmpty && OfClasses is null && examples.WeightExponent is null or 0;

    /// <summary>The examples, whose weights are normalized by an exponent from here on.</summary>
    public static ExampleSpan<T> Normalized(in ExampleSpan<T> examples, int exponent) =>
        new(examples.Inputs, examples.Targets, examples.Labels, examples.Rows)
        {
            Weights = examples.Weights, Order = examples.Order, WeightExponent = exponent,
        };

    public T Get(in ExampleSpan<T> examples, int row)
    {
        T weight = examples.Weights.IsEmpty ? T.One : examples.Weights[row];
        T[]? ofClasses = OfClasses;
        if (examples.WeightExponent is { } exponent)
        {
            weight *= Unit(exponent);
            ofClasses = _normalizedClasses;
        }

        return ofClasses is null ? weight : weight * ofClasses[ClassOf(examples, row)];
    }

    /// <summary>Whether a row counts for anything, even where its weight times that of its class is too small for T.</summary>
    public bool Counts(in ExampleSpan<T> examples, int row) =>
        (examples.Weights.IsEmpty || examples.Weights[row] != T.Zero)
        && (OfClasses is null || OfClasses[ClassOf(examples, row)] != T.Zero);

    /// <summary>The weight of the class of a target of one output, or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfTarget(T target) => OfClasses is null ? T.One : OfClasses[code.ClassOf(new ReadOnlySpan<T>(in target))];

    public int ClassOf(in ExampleSpan<T> examples, int row) => examples.Labels.IsEmpty
        ? code.ClassOf(TargetsOf(examples, row))
        : examples.Labels[row];

    /// <summary>The targets <c>[outputs]</c> of a row; empty where it has a label.</summary>
    public ReadOnlySpan<T> TargetsOf(in ExampleSpan<T> examples, int row) =>
        examples.Labels.IsEmpty ? examples.Targets.Slice(row * outputs, outputs) : default;

    /// <summary>The power of two that weights are multiplied by to normalize them by an exponent.</summary>
    public static T Unit(int exponent) => PowerOfTwo<T>.Create(-exponent);

    private static int ExponentOf(ReadOnlySpan<T> weights)
    {
        T largest = TensorPrimitives.Max(weights);
        return largest > T.Zero ? Math.Clamp(Math.ILogB(double.CreateTruncating(largest)), LeastExponent, LargestExponent) : LeastExponent;
    }
}
