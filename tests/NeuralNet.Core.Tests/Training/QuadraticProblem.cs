using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Random second derivatives of a loss, as they lie in memory and as one plain matrix of all variables of all outputs.</summary>
internal sealed class QuadraticProblem
{
    private const int RowCount = 50;

    /// <param name="kind">Whether the outputs share their second derivatives, are apart, or coupled as those of a softmax.</param>
    /// <param name="variables">The variables of an output; the first is a bias.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="change">Changes a row of inputs.</param>
    public QuadraticProblem(string kind, int variables, int outputs, Action<double[]>? change = null)
    {
        Shape = new(variables, outputs, kind == "shared", kind == "coupled");
        var random = new Random(71);
        for (int row = 0; row < RowCount; row++)
        {
            double[] inputs = [1, .. random.Values(variables - 1, -1, 1)];
            change?.Invoke(inputs);
            double[] shares = [.. random.Values(outputs, 0.2, 1)];
            double total = shares.Sum();
            double[] residuals = random.Values(outputs, -1, 1);
            double mean = kind == "coupled" ? residuals.Average() : 0;
            Add(inputs, [.. shares.Select(share => kind == "coupled" ? share / total : share)], [.. residuals.Select(residual => residual - mean)]);
        }

        Point = Wide(new Random(72).Values(outputs * variables, -1, 1));
    }

    public CurvatureShape Shape { get; }

    /// <summary>The rows <c>[rows][variables]</c>, and the derivatives by their logits <c>[rows][outputs]</c>.</summary>
    public List<(double[] Inputs, double[] Derivatives)> Rows { get; } = [];

    /// <summary>The matrices in the order of the shape.</summary>
    public double[] Matrices { get; private set; } = [];

    /// <summary>The derivatives <c>[outputs x width]</c>.</summary>
    public double[] Gradient { get; private set; } = [];

    /// <summary>The point <c>[outputs x width]</c>.</summary>
    public double[] Point { get; }

    /// <summary>The second derivatives by variables of outputs, <c>[size x size]</c>.</summary>
    public double[,] Dense { get; private set; } = new double[0, 0];

    private int Size => Shape.Outputs * Shape.Variables;

    public static TrainerSettings Settings(Penalty penalty, double[]? factors = null, bool hasBias = true) => new()
    {
        HasBias = hasBias,
        Reduction = Reduction.Sum,
        Rate = LearningRate.Constant(1).Schedule,
        Targets = default,
        Penalty = penalty,
        PenaltyFactors = factors,
        Clipping = GradientClipping.None,
        FirstAveragedStep = 0,
    };

    /// <summary>Returns the triangle of least squares, with minus the derivatives as right sides.</summary>
    public double[] Triangle()
    {
        int width = Shape.TriangleWidth;
        var triangle = new double[Shape.Variables * width];
        double[] rows = [.. Rows.SelectMany(row => row.Inputs.Concat(row.Derivatives.Select(derivative => -derivative)))];
        Core.Optimizers.Triangle.Append(triangle, Shape.Variables, rows, new double[Core.Optimizers.Triangle.ScratchLength(Rows.Count, width)]);
        return triangle;
    }

    /// <summary>Returns the derivatives <c>[size]</c> of the quadratic function after a step <c>[outputs x width]</c>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ridge">The L2 penalty of each variable of an output.</param>
    public double[] After(ReadOnlySpan<double> step, ReadOnlySpan<double> ridge)
    {
        double[] steps = Narrow(step), from = Narrow(Point), left = Narrow(Gradient);
        for (int index = 0; index < Size; index++)
        {
            left[index] += ridge[index % Shape.Variables] * (from[index] + steps[index]);
            for (int other = 0; other < Size; other++)
            {
                left[index] += Dense[index, other] * steps[other];
            }
        }

        return left;
    }

    /// <summary>Leaves out what fills the width.</summary>
    public double[] Narrow(ReadOnlySpan<double> values)
    {
        var narrow = new double[Size];
        for (int index = 0; index < Size; index++)
        {
            narrow[index] = values[(index / Shape.Variables * Shape.Width) + (index % Shape.Variables)];
        }

        return narrow;
    }

    /// <summary>Adds what fills the width: 0.</summary>
    public double[] Wide(double[] values)
    {
        var wide = new double[Shape.Outputs * Shape.Width];
        for (int index = 0; index < Size; index++)
        {
            wide[(index / Shape.Variables * Shape.Width) + (index % Shape.Variables)] = values[index];
        }

        return wide;
    }

    private void Add(double[] inputs, double[] shares, double[] derivatives)
    {
        if (Rows.Count == 0)
        {
            Matrices = new double[Shape.Length];
            Gradient = new double[Shape.GradientLength];
            Dense = new double[Size, Size];
        }

        Rows.Add((inputs, derivatives));
        int matrix = 0;
        for (int output = 0; output < Shape.Outputs; output++)
        {
            for (int other = output; other < (Shape.IsCoupled ? Shape.Outputs : output + 1); other++)
            {
                double factor = Shape.IsShared ? 1
                    : !Shape.IsCoupled ? shares[output]
                    : output == other ? shares[output] * (1 - shares[output]) : -shares[output] * shares[other];
                for (int left = 0; left < Shape.Variables; left++)
                {
                    for (int right = 0; right < Shape.Variables; right++)
                    {
                        double product = factor * inputs[left] * inputs[right];
                        Dense[(output * Shape.Variables) + left, (other * Shape.Variables) + right] += product;
                        Dense[(other * Shape.Variables) + left, (output * Shape.Variables) + right] += output == other ? 0 : product;
                        bool isStored = right >= left && (!Shape.IsShared || output == 0);
                        Matrices[(isStored ? matrix * Shape.Square : 0) + (left * Shape.Width) + right] += isStored ? product : 0;
                    }
                }

                matrix++;
            }

            for (int place = 0; place < Shape.Variables; place++)
            {
                Gradient[(output * Shape.Width) + place] += derivatives[output] * inputs[place];
            }
        }
    }
}
