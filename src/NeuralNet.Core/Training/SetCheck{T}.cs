using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// What only all examples together can show: that one of them counts, and, where two classes are asked for, that those
/// which count are not all of one, since its best weights would be infinite. A row of weight 0 is no row here either. Where
/// targets may tell several classes of a row, only labels are looked at.
/// </summary>
internal sealed class SetCheck<T>(
    SampleWeights<T> sampleWeights, Interval targets, bool needsTwoClasses, bool targetsTellOneClass, int classes, string prefix)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool[] _hasRows = new bool[classes];
    private int _emptyClasses = classes;
    private bool _counts;
    private bool _isMixed = !needsTwoClasses;
    private int _class;
    private bool _hasLabels;

    /// <summary>Whether all examples have been gone through before.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The classes without a row; empty where there are no labels, and as long as not all examples have been seen.</summary>
    public IReadOnlyList<int> EmptyClasses => HasEnded && _hasLabels && _emptyClasses > 0
        ? Indices.Find(_hasRows, false)
        : [];

    public void Add(in ExampleSpan<T> examples)
    {
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
            Throw.Argument_NoRowCounts($"{prefix}sampleWeights");
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

    /// <summary>Whether every target is at an end of its interval; between them finite weights are best.</summary>
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
