using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// The weight of each row: its own weight times that of its class. If only ratios matter, both are normalized by powers of two, so that
/// the largest of each is in [1, 2). Then no product or sum overflows or vanishes, for weights of any size, and multiplying all weights
/// by a power of two changes no bit.
/// </summary>
internal sealed class SampleWeights<T>(TargetCode<T> code, int outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The largest exponent for which the powers of two with this exponent and its negative are normal numbers.</summary>
    private static readonly int LargestExponent = PowerOfTwo<T>.Bias - 1;

    /// <summary>The exponent of weights that are all 0.</summary>
    private static int LeastExponent => -LargestExponent;

    private T[]? _normalizedClasses;

    /// <summary>The weight of each class; null if each counts once, or if the weights are not learned yet.</summary>
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

    /// <summary>Returns the exponent of the largest weight, by which weights of rows are normalized.</summary>
    public static int ExponentOf(in ExampleSpan<T> examples) => examples.Weights.IsEmpty ? 0 : ExponentOf(examples.Weights);

    /// <summary>Checks whether every row counts once, so no multiplication is needed.</summary>
    public bool AreOne(in ExampleSpan<T> examples) =>
        examples.Weights.IsEmpty && OfClasses is null && examples.WeightExponent is null or 0;

    /// <summary>Returns the examples with weights normalized by an exponent.</summary>
    public static ExampleSpan<T> Normalized(in ExampleSpan<T> examples, int exponent) =>
        new(examples.Inputs, examples.Targets, examples.Labels, examples.Rows)
        {
            Weights = examples.Weights, Offsets = examples.Offsets, Order = examples.Order, WeightExponent = exponent,
        };

    /// <summary>
    /// Returns the next part of a source with weights normalized by the largest one so far. If that has grown, the parts in the tree are
    /// scaled. The exponent is null before the first part.
    /// </summary>
    public static ExampleSpan<T> Normalized<TSum>(in ExampleSpan<T> part, SumTree<TSum> tree, ref int? exponent)
        where TSum : class, ITreeSum<TSum>
    {
        int needed = Math.Max(exponent ?? int.MinValue, ExponentOf(part));
        if (needed > exponent)
        {
            tree.Scale(Math.ScaleB(1, exponent.Value - needed));
        }

        exponent = needed;
        return Normalized(part, needed);
    }

    public T Get(in ExampleSpan<T> examples, int row)
    {
        T weight = OfRow(examples, row);
        T[]? ofClasses = examples.WeightExponent is null ? OfClasses : _normalizedClasses;
        return ofClasses is null ? weight : weight * ofClasses[ClassOf(examples, row)];
    }

    /// <summary>Returns the weight of a row without that of its class.</summary>
    public static T OfRow(in ExampleSpan<T> examples, int row)
    {
        T weight = examples.Weights.IsEmpty ? T.One : examples.Weights[row];
        return examples.WeightExponent is { } exponent ? weight * Unit(exponent) : weight;
    }

    /// <summary>Checks whether the weight of a row and that of its class are above 0, even if their product is too small for T.</summary>
    public bool Counts(in ExampleSpan<T> examples, int row) =>
        (examples.Weights.IsEmpty || examples.Weights[row] != T.Zero)
        && (OfClasses is null || OfClasses[ClassOf(examples, row)] != T.Zero);

    /// <summary>Returns the weight of the class of a single target; 1 without class weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfTarget(T target) => OfClasses is null ? T.One : OfClasses[code.ClassOf(new ReadOnlySpan<T>(in target))];

    public int ClassOf(in ExampleSpan<T> examples, int row) => examples.Labels.IsEmpty
        ? code.ClassOf(TargetsOf(examples, row))
        : examples.Labels[row];

    /// <summary>Returns the targets <c>[outputs]</c> of a row; empty if it has a label.</summary>
    public ReadOnlySpan<T> TargetsOf(in ExampleSpan<T> examples, int row) =>
        examples.Labels.IsEmpty ? examples.Targets.Slice(row * outputs, outputs) : default;

    /// <summary>Returns the factor that normalizes weights by an exponent: 2^-exponent.</summary>
    public static T Unit(int exponent) => PowerOfTwo<T>.Create(-exponent);

    private static int ExponentOf(ReadOnlySpan<T> weights)
    {
        T largest = TensorPrimitives.Max(weights);
        return largest > T.Zero ? Math.Clamp(Math.ILogB(double.CreateTruncating(largest)), LeastExponent, LargestExponent) : LeastExponent;
    }
}
