using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <content>Sparse rows.</content>
internal abstract partial class BatchGradient<T>
{
    /// <summary>
    /// Whether sparse rows are added without their zeros. Those of few inputs are written out to a tile, as their dense sums have another
    /// order, and centered ones have no zeros.
    /// </summary>
    public bool KeepsSparse(in ExampleSpan<T> examples) =>
        examples.Inputs.AreSparse && Parameters.Standardization is null or { Centers: false } && ScaledRows.AddsInOrder<T>(Inputs);

    /// <summary>The factor of all weights of sparse rows in training; their products are multiplied by it.</summary>
    public T Scale { get; set; } = T.One;

    [MethodImpl(Jit.Loop)]
    private void SparseProducts(in ExampleSpan<T> examples, int position, int rows, ReadOnlySpan<T> by, Span<T> logits)
    {
        if (Columns is { } columns)
        {
            ProductsByColumn(columns, examples, position, rows, by[Weights..], logits);
            return;
        }

        SparseRows<T> sparse = examples.Inputs.Sparse;
        for (int row = 0; row < rows; row++)
        {
            sparse.Row(examples.RowAt(position + row), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            for (int output = 0; output < Outputs; output++)
            {
                logits[(output * rows) + row] = (Sparse.Dot(indices, values, by.Slice(output * Inputs, Inputs)) * Scale) + by[Weights + output];
            }
        }
    }

    /// <summary>
    /// Adds sparse rows of one output as <see cref="Add"/> does: many tiles at once, which of wide rows are a row each, with their sums tile by tile.
    /// </summary>
    protected bool AddSparseTiles(
        in ExampleSpan<T> examples, int position, int count, Tile<T> tile, Span<T> sum, CancellationToken cancellationToken, ref BatchTotal total)
    {
        int most = Math.Max(Tile<T>.OnlineRows / tile.Rows, 1) * tile.Rows;
        for (int done = 0; done < count; done += most)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(most, count - done);
            int start = position + done;
            Span<T> logits = tile.Logits(rows);
            Logits(examples, start, rows, tile, Parameters.Trained, logits);
            double weight = total.Weight;
            ReadOnlySpan<T> derivatives = Evaluate(examples, start, rows, tile, logits, ref weight);
            double loss = total.Loss;
            for (int first = 0; first < rows; first += tile.Rows)
            {
                int some = Math.Min(tile.Rows, rows - first);
                double ofTile = double.CreateTruncating(Kernels.Sum.Compute<T>(tile.Losses.Slice(first, some)));
                loss += Measures ? InRange(ofTile, examples, start + first, some, tile, logits.Slice(first, some)) : ofTile;
            }

            total = new(loss, weight);
            AddSparse(examples, start, rows, derivatives, sum[..Weights], tile);
            for (int first = 0; first < rows; first += tile.Rows)
            {
                AddBias(derivatives.Slice(first, Math.Min(tile.Rows, rows - first)), tile, sum);
            }
        }

        return true;
    }

    /// <summary>Adds sparse rows times their derivatives <c>[outputs x rows]</c> to the weights of a sum.</summary>
    [MethodImpl(Jit.Loop)]
    protected void AddSparse(in ExampleSpan<T> examples, int position, int rows, ReadOnlySpan<T> derivatives, Span<T> sum, Tile<T> tile)
    {
        if (Columns is { } columns)
        {
            AddByColumn(columns, examples, position, rows, derivatives, sum, tile);
            return;
        }

        SparseRows<T> sparse = examples.Inputs.Sparse;
        for (int row = 0; row < rows; row++)
        {
            sparse.Row(examples.RowAt(position + row), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            for (int output = 0; output < Outputs; output++)
            {
                Sparse.AddScaled(indices, values, derivatives[(output * rows) + row], sum.Slice(output * Inputs, Inputs));
            }
        }
    }
}
