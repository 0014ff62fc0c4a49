using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>
/// How the second derivatives of a network lie in memory: matrices <c>[width x width]</c>, of which the upper triangle counts. A quadratic
/// loss has one, which all outputs share. Independent outputs have one each. Coupled outputs have one for each pair, (0, 0), (0, 1) ...
/// (1, 1), (1, 2) ...
/// </summary>
/// <param name="Variables">The bias, if any, and the weights of one output.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="IsShared">Whether the loss is quadratic.</param>
/// <param name="IsCoupled">Whether the outputs are coupled.</param>
internal readonly record struct CurvatureShape(int Variables, int Outputs, bool IsShared, bool IsCoupled)
{
    /// <summary>The most numbers in all matrices: 128 MiB.</summary>
    public const int Most = 1 << 24;

    /// <summary>Returns the shape of a network with a loss.</summary>
    public static CurvatureShape Of(int inputs, bool hasBias, int outputs, Curvature loss) =>
        new(inputs + (hasBias ? 1 : 0), outputs, loss.IsQuadratic, loss.CouplesOutputs);

    /// <summary>The variables, and zeros that fill the registers: at least one register, also without a variable.</summary>
    public int Width => SquaredRows.WidthOf(Math.Max(Variables, 1));

    /// <summary>The variables, and the residual of each output: the columns of the triangle of least squares.</summary>
    public int TriangleWidth => Variables + Outputs;

    /// <summary>The numbers in a matrix.</summary>
    public int Square => Width * Width;

    /// <summary>Whether only first derivatives are summed, so there is no matrix.</summary>
    public bool IsFlat { get; init; }

    /// <summary>The number of matrices.</summary>
    public long Count => IsFlat ? 0 : IsShared ? 1 : IsCoupled ? (long)Outputs * (Outputs + 1) / 2 : Outputs;

    /// <summary>The numbers in a gradient <c>[outputs x width]</c>.</summary>
    public long GradientLength => (long)Outputs * Width;

    /// <summary>The numbers in all matrices.</summary>
    public long Length => Count * Width * Width;
}
