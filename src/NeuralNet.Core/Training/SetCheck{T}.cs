using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// Checks a whole set of examples: at least one must count, and, if two classes are required, those that count must not all have the
/// same class, since the best weights would be infinite. Rows of weight 0 are ignored. If targets may mark several classes of a row,
/// only labels are checked for classes.
/// </summary>
internal sealed class SetCheck<T>(
    SampleWeights<T> sampleWeights, Interval targets, bool needsTwoClasses, bool targetsTellOneClass, int classes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool[] _hasRows = new bool[classes];
    private int _emptyClasses = classes;
    private bool _counts;
    private bool _isMixed = !needsTwoClasses;
    private int _class;
    private bool _hasLabels;
    private long _batches;
    private bool? _validationHasOffsets;

    /// <summary>Whether all examples were checked once.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The classes without a row; empty without labels, and before all examples were checked.</summary>
    public IReadOnlyList<int> EmptyClasses => HasEnded && _hasLabels && _emptyClasses > 0
        ? Indices.Find(_hasRows, false)
        : [];

    /// <summary>Whether the examples have offsets.</summary>
    public bool HasOffsets { get; private set; }

    /// <summary>The largest magnitude of an offset so far.</summary>
    public double OffsetReach { get; private set; }

    /// <summary>Requires offsets of the examples if the validation rows have some, and none if they have none.</summary>
    public void CompareWith(in ExampleSpan<T> validation) =>
        _validationHasOffsets = validation.Count > 0 ? !validation.Offsets.IsEmpty : null;

    /// <summary>Why sparse rows can't be learned, and the cure; null if they can.</summary>
    public string? NoSparse { get; set; }

    /// <summary>Rejects sparse rows if they can't be learned, and offsets of the examples or of the validation rows alone.</summary>
    public void CheckRows(in ExampleSpan<T> examples)
    {
        if (NoSparse is not null && examples.Inputs.AreSparse)
        {
            Throw.Argument_NoSparse("inputs", NoSparse);
        }

        if (_validationHasOffsets is { } hasOffsets && hasOffsets == examples.Offsets.IsEmpty)
        {
            Throw.Argument_MixedOffsets("validation", "validation", hasOffsets);
        }
    }

    /// <summary>Adds a batch of a source. Rejects offsets of some batches only.</summary>
    public void AddBatch(in ExampleSpan<T> examples, long number)
    {
        bool hasOffsets = !examples.Offsets.IsEmpty;
        if (_batches++ > 0 && hasOffsets != HasOffsets)
        {
            Throw.Argument_MixedOffsets("batches", FormattableString.Invariant($"batch {number}"), hasOffsets);
        }

        CheckRows(examples);
        Add(examples);
    }

    public void Add(in ExampleSpan<T> examples)
    {
        if (!HasEnded && !examples.Offsets.IsEmpty)
        {
            HasOffsets = true;
            T most = T.Max(T.Abs(TensorPrimitives.Min(examples.Offsets)), T.Abs(TensorPrimitives.Max(examples.Offsets)));
            OffsetReach = Math.Max(OffsetReach, double.CreateTruncating(most));
        }

        bool looksForClasses = !HasEnded && !examples.Labels.IsEmpty;
        for (int position = 0;
            position < examples.Count && !(_counts && _isMixed && !(looksForClasses && _emptyClasses > 0));
            position++)
        {
            int row = examples.RowAt(position);
            if (sampleWeights.Counts(examples, row))
            {
                AddRow(examples, row);
            }
        }
    }

    public void End()
    {
        HasEnded = true;
        if (!_counts)
        {
            Throw.Argument_NoRowCounts("sampleWeights");
        }

        if (!_isMixed)
        {
            Throw.Argument_OneClassOnly(
                _hasLabels ? "labels" : "targets", _hasLabels ? $"label {_class}" : "every row has the same target");
        }
    }

    private void AddRow(in ExampleSpan<T> examples, int row)
    {
        int label = sampleWeights.ClassOf(examples, row);
        _hasLabels = !examples.Labels.IsEmpty;
        _isMixed |= (_counts && label != _class)
            || !(_hasLabels || (targetsTellOneClass && IsCertain(sampleWeights.TargetsOf(examples, row))));
        _class = label;
        _counts = true;
        if (_emptyClasses > 0 && !_hasRows[label])
        {
            _hasRows[label] = true;
            _emptyClasses--;
        }
    }

    /// <summary>Checks whether every target is at an end of its interval. Between the ends, the best weights are finite.</summary>
    private bool IsCertain(ReadOnlySpan<T> row)
    {
        foreach (T target in row)
        {
            double value = double.CreateTruncating(target);
            if (value != targets.Low && value != targets.High)
            {
                return false;
            }
        }

        return true;
    }
}
