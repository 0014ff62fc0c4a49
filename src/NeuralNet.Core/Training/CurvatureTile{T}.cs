using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>Adds tiles of rows to the sums of Newton's method, with the scratch memory of one thread.</summary>
/// <param name="gradient">The gradient of the loss.</param>
/// <param name="loss">The second derivatives of the loss.</param>
/// <param name="basis">The variables of the logits.</param>
/// <param name="shape">The shape of the derivatives by them.</param>
/// <param name="tile">Memory for rows.</param>
/// <param name="all">Adds the derivatives by other variables than those of the logits; null if these are the same.</param>
internal sealed class CurvatureTile<T>(
    BatchGradient<T> gradient, Curvature loss, NewtonBasis<T> basis, CurvatureShape shape, Tile<T> tile, GradientOfAll<T>? all = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>About so many rows add their second derivatives together: with fewer, the sums are moved more often than added to.</summary>
    private const int RowsTogether = 32;

    private readonly int _outputs = shape.Outputs;
    private readonly int _width = shape.Width;
    private readonly int _matrices = (int)shape.Count;
    private readonly int _mostHeld = MostHeld(shape, tile.Rows);
    private readonly double[] _inputs = new double[MostHeld(shape, tile.Rows) * shape.Width];
    private readonly double[] _scaled = new double[Math.Max(MostHeld(shape, tile.Rows) * shape.Width, tile.Rows * shape.TriangleWidth)];
    private readonly double[] _factors = new double[MostHeld(shape, tile.Rows) * (int)shape.Count];
    private readonly double[] _logits = new double[tile.Rows * shape.Outputs];
    private readonly double[] _targets = new double[tile.Rows * shape.Outputs];
    private readonly double[] _derivatives = new double[tile.Rows * shape.Outputs];
    private readonly double[] _curvatures = new double[tile.Rows * shape.Outputs];
    private readonly double[] _losses = new double[tile.Rows * shape.Outputs];
    private readonly double[] _weights = new double[tile.Rows];
    private readonly double[] _noBias = new double[shape.Outputs];
    private readonly double[] _lows = new double[shape.IsShared ? tile.Rows * shape.Outputs : 0];
    private double[] _scratch = [];
    private int _held;

    /// <summary>Adds some rows at a point <c>[outputs x width]</c>. Returns false if it was cancelled.</summary>
    [MethodImpl(Jit.Loop)]
    public bool TryAdd(
        in ExampleSpan<T> examples,
        int start,
        int count,
        ReadOnlySpan<double> point,
        CurvatureOrder order,
        CurvatureSum sum,
        CancellationToken cancellationToken)
    {
        _held = 0;
        for (int done = 0; done < count; done += tile.Rows)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(tile.Rows, count - done);
            Evaluate(examples, start + done, rows, point, order == CurvatureOrder.Refined, sum);
            if (order == CurvatureOrder.Kinks)
            {
                TakeKinks(rows, !examples.Offsets.IsEmpty, sum.Kinks);
            }

            if (all is null)
            {
                AddGradient(rows, order == CurvatureOrder.Refined, sum);
            }
            else
            {
                all.Add(examples, start + done, _weights.AsSpan(0, rows), _derivatives.AsSpan(0, rows * _outputs), sum.Gradient);
            }

            AddMagnitudes(rows, sum.Magnitudes);
            if (order == CurvatureOrder.Triangle)
            {
                AddLeastSquares(rows, sum.Curvature);
            }
            else if (order == CurvatureOrder.Second)
            {
                Hold(rows);
                if (_held + tile.Rows > _mostHeld)
                {
                    AddHeld(sum.Curvature);
                }
            }
        }

        AddHeld(sum.Curvature);
        return true;
    }

    /// <summary>Computes the derivatives of each row, times its weight, and adds the losses.</summary>
    private void Evaluate(in ExampleSpan<T> examples, int position, int rows, ReadOnlySpan<double> point, bool isRefined, CurvatureSum sum)
    {
        int numbers = rows * _outputs;
        Span<double> inputs = InputsOf(rows);
        Span<double> losses = _losses.AsSpan(0, rows);
        double weight = rows;
        basis.Convert(tile.Inputs(examples, position, rows, basis.OfTile), rows, examples.Inputs.AreSparse, centers: !isRefined, inputs);
        TensorPrimitives.ConvertTruncating<T, double>(tile.Targets(examples, position, rows, gradient.Code), _targets);
        if (isRefined)
        {
            ComputeRefined(rows, point);
        }
        else
        {
            Logits.OfTile<double>(inputs, point, _noBias, _width, streams: false, _logits.AsSpan(0, numbers));
        }

        if (!examples.Offsets.IsEmpty)
        {
            RowOffsets.AddInDouble(examples, position, rows, _logits.AsSpan(0, numbers), isRefined ? _lows.AsSpan(0, numbers) : default);
        }

        loss.Evaluate(
            _logits.AsSpan(0, numbers), _targets.AsSpan(0, numbers), _outputs, _derivatives.AsSpan(0, numbers), _curvatures.AsSpan(0, numbers), _losses.AsSpan(0, numbers));
        gradient.Meter?.Add(rows);
        Span<double> weights = _weights.AsSpan(0, rows);
        weights.Fill(1);
        if (!gradient.SampleWeights.AreOne(examples))
        {
            TensorPrimitives.ConvertTruncating<T, double>(tile.Weights(examples, position, rows, gradient.SampleWeights), weights);
            weight = Weigh(rows);
        }

        for (int index = 0; isRefined && index < numbers; index++)
        {
            double factor = _weights[index % rows];
            _lows[index] = factor == 0 ? 0 : Doubled.LowOfDifference(_logits[index], _lows[index], _targets[index], factor);
        }

        sum.Total += new BatchTotal(Sum.Compute<double>(losses), weight);
    }

    /// <summary>Computes the logits of a tile with their low numbers.</summary>
    private void ComputeRefined(int rows, ReadOnlySpan<double> point)
    {
        ReadOnlySpan<double> inputs = InputsOf(rows);
        for (int output = 0; output < _outputs; output++)
        {
            for (int row = 0; row < rows; row++)
            {
                int index = (output * rows) + row;
                _logits[index] = Doubled.Dot(
                    inputs.Slice(row * _width, _width), point.Slice(output * _width, _width), out _lows[index]);
            }
        }
    }

    /// <summary>Multiplies losses and derivatives by the weights. Returns the sum of the weights.</summary>
    private double Weigh(int rows)
    {
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            double weight = _weights[row];
            total += weight;
            _losses[row] = weight == 0 ? 0 : weight * _losses[row];
            for (int index = row; index < rows * _outputs; index += rows)
            {
                _derivatives[index] = weight == 0 ? 0 : weight * _derivatives[index];
                _curvatures[index] = weight == 0 ? 0 : shape.IsCoupled ? _curvatures[index] : weight * _curvatures[index];
            }

            if (weight == 0)
            {
                // Its inputs may be infinite, and 0 times infinity is NaN.
                InputsOf(rows).Slice(row * _width, _width).Clear();
            }
        }

        return total;
    }

    private void TakeKinks(int rows, bool haveOffsets, ReadOnlySpan<KinkRows> kinks)
    {
        for (int output = 0; output < _outputs; output++)
        {
            int start = output * rows;
            kinks[output].Take(
                InputsOf(rows), _logits.AsSpan(start, rows), _targets.AsSpan(start, rows), _weights, haveOffsets, _derivatives.AsSpan(start, rows));
        }
    }

    private void AddGradient(int rows, bool isRefined, CurvatureSum sum)
    {
        ReadOnlySpan<double> derivatives = _derivatives.AsSpan(0, rows * _outputs);
        ReadOnlySpan<double> inputs = InputsOf(rows);
        if (isRefined)
        {
            Doubled.AddRows(inputs, _width, derivatives, _lows, sum.Gradient, sum.GradientLows);
        }
        else
        {
            ScaledRows.Add(inputs, _width, derivatives, sum.Gradient);
        }
    }

    private void AddMagnitudes(int rows, Span<double> sums)
    {
        Span<double> magnitudes = _losses.AsSpan(0, rows);
        for (int output = 0; output < _outputs; output++)
        {
            TensorPrimitives.Abs(_derivatives.AsSpan(output * rows, rows), magnitudes);
            sums[output] = Sum.InFours(sums[output], magnitudes);
        }
    }

    /// <summary>Adds each row, with its residuals as right sides, both times the root of its weight.</summary>
    private void AddLeastSquares(int rows, Span<double> triangle)
    {
        int variables = shape.Variables;
        int width = shape.TriangleWidth;
        Span<double> scaled = _scaled.AsSpan(0, rows * width);
        for (int row = 0; row < rows; row++)
        {
            double root = Math.Sqrt(_weights[row]);
            Span<double> to = scaled.Slice(row * width, width);
            TensorPrimitives.Multiply(InputsOf(rows).Slice(row * _width, variables), root, to);
            for (int output = 0; output < _outputs; output++)
            {
                int index = (output * rows) + row;
                to[variables + output] = root == 0 ? 0 : root * (_targets[index] - _logits[index]);
            }
        }

        if (_scratch.Length == 0)
        {
            _scratch = new double[Triangle.ScratchLength(tile.Rows, width)];
        }

        Triangle.Append(triangle, variables, scaled, _scratch);
    }

    /// <summary>Keeps the inputs of a tile, with the second derivatives of each row, until there are enough rows.</summary>
    private void Hold(int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<double> factors = _factors.AsSpan((_held + row) * _matrices, _matrices);
            int matrix = 0;
            for (int output = 0; output < (shape.IsShared ? 1 : _outputs); output++)
            {
                for (int other = output; other < (shape.IsCoupled ? _outputs : output + 1); other++)
                {
                    factors[matrix++] = CurvatureOf(row, output, other, rows);
                }
            }
        }

        _held += rows;
    }

    /// <summary>Adds the products of all pairs of inputs of the rows that are kept, times the second derivatives.</summary>
    private void AddHeld(Span<double> matrices)
    {
        ReadOnlySpan<double> inputs = _inputs.AsSpan(0, _held * _width);
        Span<double> scaled = _scaled.AsSpan(0, _held * _width);
        for (int matrix = 0; matrix < _matrices && _held > 0; matrix++)
        {
            for (int row = 0; row < _held; row++)
            {
                TensorPrimitives.Multiply(
                    inputs.Slice(row * _width, _width), _factors[(row * _matrices) + matrix], scaled.Slice(row * _width, _width));
            }

            SquaredRows.Add(inputs, scaled, _width, matrices.Slice(matrix * shape.Square, shape.Square));
        }

        _held = 0;
    }

    /// <summary>The inputs of the tile, after those of the rows that are kept.</summary>
    private Span<double> InputsOf(int rows) => _inputs.AsSpan(_held * _width, rows * _width);

    private static int MostHeld(CurvatureShape shape, int rows) => shape.IsFlat ? rows : Math.Max(rows, RowsTogether / rows * rows);

    /// <summary>The second derivative of a row with respect to the logits of two outputs.</summary>
    private double CurvatureOf(int row, int output, int other, int rows)
    {
        double own = _curvatures[(output * rows) + row];
        return !shape.IsCoupled ? own
            : _weights[row] * (output == other ? own * (1 - own) : -own * _curvatures[(other * rows) + row]);
    }
}
