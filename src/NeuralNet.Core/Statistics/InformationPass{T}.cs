using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Statistics;

/// <summary>Sums derivatives and second derivatives over rows, in the basis of a design, in blocks of rows and in their order.</summary>
/// <param name="design">The basis.</param>
/// <param name="predictor">The logits.</param>
/// <param name="loss">The derivatives of the loss.</param>
/// <param name="family">The distribution of the targets.</param>
internal sealed class InformationPass<T>(Design design, LinearPredictor predictor, Curvature loss, ModelFamily family)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlockRows = 64;

    private readonly int _outputs = predictor.Outputs;
    private readonly int _variables = design.Variables;
    private readonly int _width = SquaredRows.WidthOf(design.Variables);
    private readonly int _first = family == ModelFamily.Multinomial ? 1 : 0;
    private readonly double[] _coefficients = predictor.In(design);
    private readonly double[] _row = new double[design.Inputs];
    private readonly double[] _rows = new double[BlockRows * SquaredRows.WidthOf(design.Variables)];
    private readonly double[] _scaled = new double[BlockRows * SquaredRows.WidthOf(design.Variables)];
    private readonly double[] _weights = new double[BlockRows];
    private readonly double[] _logits = new double[BlockRows * predictor.Outputs];
    private readonly double[] _targets = new double[BlockRows * predictor.Outputs];
    private readonly double[] _derivatives = new double[BlockRows * predictor.Outputs];
    private readonly double[] _curvatures = new double[BlockRows * predictor.Outputs];
    private readonly double[] _losses = new double[BlockRows * predictor.Outputs];
    private readonly double[] _factors = new double[BlockRows];
    private readonly double[] _rowLogits = new double[predictor.Outputs];
    private readonly double[] _rowTargets = new double[predictor.Outputs];
    private T[]? _writtenOut;

    /// <summary>The logits that are free.</summary>
    private int Free => _outputs - _first;

    /// <summary>Sums all rows.</summary>
    public InformationSums Sum(in ExampleSpan<T> rows)
    {
        int parameters = Free * _variables;
        var sums = new InformationSums
        {
            Gradient = new double[parameters],
            Information = new double[parameters * parameters],
            Products = new double[parameters * parameters],
        };
        var likelihood = new Likelihood<T>(family, _outputs, design.HasBias, rows, loss);
        double[] information = new double[Free * (Free + 1) / 2 * _width * _width];
        double[] products = new double[information.Length];
        int position = 0;
        while (Fill(rows, ref position) is var count and > 0)
        {
            int numbers = count * _outputs;
            loss.Evaluate(
                _logits.AsSpan(0, numbers),
                _targets.AsSpan(0, numbers),
                _outputs,
                _derivatives.AsSpan(0, numbers),
                _curvatures.AsSpan(0, numbers),
                _losses.AsSpan(0, numbers));
            for (int row = 0; row < count; row++)
            {
                double[] logits = Column(_logits, row, count, _rowLogits);
                likelihood.Add(_weights[row], logits, Column(_targets, row, count, _rowTargets), _losses[row], sums);
            }

            AddGradient(count, sums.Gradient);
            AddSquares(count, products, isInformation: false);
            if (!loss.IsQuadratic)
            {
                AddSquares(count, information, isInformation: true);
            }
        }

        Unpack(products, sums.Products);
        Unpack(information, sums.Information);
        for (int parameter = 0; loss.IsQuadratic && parameter < parameters; parameter++)
        {
            // The rows are orthonormal.
            sums.Information[(parameter * parameters) + parameter] = 1;
        }

        likelihood.End(sums);
        return sums;
    }

    /// <summary>
    /// Returns how far a step of the parameters moves the logits of the rows, and where: see <see cref="Recession"/>.
    /// </summary>
    public Recession Recede(in ExampleSpan<T> rows, ReadOnlySpan<double> step)
    {
        var recession = default(Recession);
        var moves = new double[_outputs];
        int position = 0;
        while (Fill(rows, ref position) is var count and > 0)
        {
            for (int row = 0; row < count; row++)
            {
                for (int logit = 0; logit < Free; logit++)
                {
                    moves[_first + logit] = Dot.Compute(
                        step.Slice(logit * _variables, _variables), _rows.AsSpan(row * _width, _variables));
                }

                recession = Recede(moves, Column(_targets, row, count, _rowTargets), recession);
            }
        }

        return recession;
    }

    private Recession Recede(double[] moves, ReadOnlySpan<double> targets, Recession sofar)
    {
        if (family != ModelFamily.Multinomial)
        {
            return targets[0] == 0 ? sofar.With(-moves[0])
                : family == ModelFamily.Binomial ? sofar.With(moves[0])
                : sofar.WithBack(moves[0]);
        }

        int own = targets.IndexOf(1);
        for (int output = 0; output < _outputs; output++)
        {
            sofar = output == own ? sofar : sofar.With(moves[own] - moves[output]);
        }

        return sofar;
    }

    /// <summary>Reads the next rows that count: basis, logits, targets and weights. Returns their number.</summary>
    private int Fill(in ExampleSpan<T> rows, ref int position)
    {
        int count = Math.Min(BlockRows, Counting(rows, position));
        for (int row = 0; row < count; position++)
        {
            double weight = RowReader.WeightOf(rows, position);
            if (!(weight > 0))
            {
                continue;
            }

            Span<double> to = _rows.AsSpan(row * _width, _variables);
            TensorPrimitives.ConvertTruncating(rows.Inputs.Row(position, design.Inputs, ref _writtenOut), _row);
            design.Center(_row, to);
            for (int output = 0; output < _outputs; output++)
            {
                int index = (output * count) + row;
                _logits[index] = Dot.Compute<double>(to, _coefficients.AsSpan(output * _variables, _variables))
                    + RowReader.OffsetOf(rows, position, output, _outputs);
                _targets[index] = RowReader.TargetOf(rows, position, output, _outputs);
            }

            design.Whiten(to);
            _weights[row] = weight;
            row++;
        }

        return count;
    }

    /// <summary>Counts the rows from a position on that have a weight, up to a block.</summary>
    private static int Counting(in ExampleSpan<T> rows, int position)
    {
        int count = 0;
        for (; position < rows.Count && count < BlockRows; position++)
        {
            count += RowReader.WeightOf(rows, position) > 0 ? 1 : 0;
        }

        return count;
    }

    private void AddGradient(int count, Span<double> gradient)
    {
        for (int logit = 0; logit < Free; logit++)
        {
            for (int row = 0; row < count; row++)
            {
                _factors[row] = _weights[row] * _derivatives[((_first + logit) * count) + row];
            }

            Span<double> own = gradient.Slice(logit * _variables, _variables);
            for (int row = 0; row < count; row++)
            {
                ScaledRows.Add(_rows.AsSpan(row * _width, _variables), _variables, _factors.AsSpan(row, 1), own);
            }
        }
    }

    /// <summary>Adds the products of all pairs of variables, for each pair of logits, times second derivatives or products of first.</summary>
    private void AddSquares(int count, Span<double> matrices, bool isInformation)
    {
        Span<double> rows = _rows.AsSpan(0, count * _width);
        for (int logit = _first; logit < _outputs; logit++)
        {
            for (int other = logit; other < _outputs; other++)
            {
                for (int row = 0; row < count; row++)
                {
                    double factor = isInformation ? CurvatureOf(row, logit, other, count)
                        : _derivatives[(logit * count) + row] * _derivatives[(other * count) + row];
                    TensorPrimitives.Multiply(
                        rows.Slice(row * _width, _width), _weights[row] * factor, _scaled.AsSpan(row * _width, _width));
                }

                SquaredRows.Add(rows, _scaled.AsSpan(0, count * _width), _width, matrices[..(_width * _width)]);
                matrices = matrices[(_width * _width)..];
            }
        }
    }

    private double CurvatureOf(int row, int logit, int other, int count)
    {
        double own = _curvatures[(logit * count) + row];
        return !loss.CouplesOutputs ? own : logit == other ? own * (1 - own) : -own * _curvatures[(other * count) + row];
    }

    /// <summary>Writes matrices of pairs of logits, of which the upper triangles count, as one matrix.</summary>
    private void Unpack(ReadOnlySpan<double> matrices, Span<double> whole)
    {
        int parameters = Free * _variables;
        for (int logit = 0; logit < Free; logit++)
        {
            for (int other = logit; other < Free; other++)
            {
                for (int place = 0; place < _variables; place++)
                {
                    for (int second = 0; second < _variables; second++)
                    {
                        double value = matrices[(Math.Min(place, second) * _width) + Math.Max(place, second)];
                        whole[(((logit * _variables) + place) * parameters) + (other * _variables) + second] = value;
                        whole[(((other * _variables) + second) * parameters) + (logit * _variables) + place] = value;
                    }
                }

                matrices = matrices[(_width * _width)..];
            }
        }
    }

    /// <summary>The numbers of a row, <c>[outputs]</c>, of numbers <c>[outputs x rows]</c>.</summary>
    private double[] Column(double[] numbers, int row, int count, double[] column)
    {
        for (int output = 0; output < _outputs; output++)
        {
            column[output] = numbers[(output * count) + row];
        }

        return column;
    }
}
