using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <content>
/// Sparse rows of several outputs with the weights by column, for an epoch of steps or a pass over all rows. The bits are the same.
/// </content>
internal abstract partial class BatchGradient<T>
{
    /// <summary>The sums of two outputs are as fast apart: a column is less than a register.</summary>
    private const int LeastSummed = 3;

    private WeightsByColumn<T>? _room;

    /// <summary>The part of a column that sums the gradient of a batch: 0 if nothing is summed there.</summary>
    private int _sumPart;
    private bool _isStep;

    /// <summary>The weights by column, while an epoch or a pass has them there; otherwise null.</summary>
    public WeightsByColumn<T>? Columns { get; private set; }

    /// <summary>Whether <see cref="Add"/> sums the gradient of a batch in the columns; otherwise each row is a step.</summary>
    public bool SumsByColumn => _sumPart > 0;

    /// <summary>
    /// Takes weights and states to their columns for an epoch of steps over rows in memory, if that gains by it. Then <see cref="Add"/> sums
    /// the weights' gradient in the columns, and that of one row nowhere.
    /// </summary>
    /// <param name="examples">The rows.</param>
    /// <param name="first">The first number that the optimizer keeps for each weight; empty if there is none.</param>
    /// <param name="second">The second number.</param>
    /// <param name="sums">Whether a step may have several rows.</param>
    public bool TryBeginSteps(in ExampleSpan<T> examples, ReadOnlySpan<T> first, ReadOnlySpan<T> second, bool sums)
    {
        int parts = (first.IsEmpty ? 1 : second.IsEmpty ? 2 : 3) + (sums ? 1 : 0);
        if (!TryBegin(examples, parts, sums))
        {
            return false;
        }

        _isStep = true;
        _sumPart = sums ? parts - 1 : 0;
        Columns!.Take(Parameters.Trained[..Weights], first, second);
        return true;
    }

    /// <summary>Gives weights and states back.</summary>
    public void EndSteps(Span<T> first, Span<T> second)
    {
        Columns!.Give(Parameters.Trained[..Weights], first, second);
        Columns = null;
        _isStep = false;
    }

    /// <summary>
    /// Copies weights to columns for a pass over rows in memory, if that gains by it. Then the sums of <see cref="Add"/> are by column too.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="by">The weights, which the bias follows.</param>
    /// <param name="sums">Whether the pass sums the gradient.</param>
    public bool TryBeginPass(in ExampleSource<T> source, ReadOnlySpan<T> by, bool sums)
    {
        if (source.IsStream || !TryBegin(source.Rows, 1, sums))
        {
            return false;
        }

        Columns!.Take(by[..Weights], default, default);
        return true;
    }

    /// <summary>Ends the pass.</summary>
    /// <param name="sums">Whether <see cref="Sum"/> has the sum of the pass, which is turned into its usual order.</param>
    public void EndPass(bool sums)
    {
        if (sums)
        {
            Columns!.Turn(Sum[..Weights]);
        }

        Columns = null;
    }

    private bool TryBegin(in ExampleSpan<T> examples, int parts, bool sums)
    {
        if (Outputs < (sums ? LeastSummed : 2) || !KeepsSparse(examples))
        {
            return false;
        }

        // Of rows in an order that leaves some out, as many values as they have on average.
        SparseRows<T> rows = examples.Inputs.Sparse;
        double values = rows.ValueCount * ((double)examples.Count / Math.Max(rows.Count, 1));
        if (!SparseColumns.AreWorth<T>(values, Inputs, Outputs, parts))
        {
            return false;
        }

        _room ??= new(Inputs, Outputs);
        _room.Begin(parts);
        Columns = _room;
        return true;
    }

    [MethodImpl(Jit.Loop)]
    private void ProductsByColumn(
        WeightsByColumn<T> columns, in ExampleSpan<T> examples, int position, int rows, ReadOnlySpan<T> bias, Span<T> logits)
    {
        SparseRows<T> sparse = examples.Inputs.Sparse;
        for (int row = 0; row < rows; row++)
        {
            sparse.Row(examples.RowAt(position + row), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            columns.Logits(indices, values, bias[..Outputs], logits[row..], rows);
        }
    }

    [MethodImpl(Jit.Loop)]
    private void AddByColumn(
        WeightsByColumn<T> columns, in ExampleSpan<T> examples, int position, int rows, ReadOnlySpan<T> derivatives, Span<T> sum, Tile<T> tile)
    {
        if (_isStep && _sumPart == 0)
        {
            return;
        }

        // The losses are no longer needed.
        Span<T> room = tile.Losses[..Outputs];
        SparseRows<T> sparse = examples.Inputs.Sparse;
        for (int row = 0; row < rows; row++)
        {
            sparse.Row(examples.RowAt(position + row), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            if (_isStep)
            {
                columns.AddScaled(_sumPart, indices, values, columns.FactorsOf(derivatives[row..], rows));
                continue;
            }

            for (int output = 0; output < Outputs; output++)
            {
                room[output] = derivatives[(output * rows) + row];
            }

            SparseColumns.AddScaled(indices, values, room, sum, Outputs);
        }
    }
}
