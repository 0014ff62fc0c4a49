namespace NeuralNet.Core.Training;

/// <summary>
/// How the second derivatives of a network lie in memory. A quadratic loss has the triangle <c>[variables x width]</c> of its least
/// squares, whose right sides are the residuals of each output. Independent outputs have a matrix <c>[variables x variables]</c> each.
/// Coupled outputs have one for each pair, (0, 0), (0, 1) ... (1, 1), (1, 2) ...
/// </summary>
/// <param name="Variables">The bias, if any, and the weights of one output.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="IsTriangle">Whether the loss is quadratic.</param>
/// <param name="IsCoupled">Whether the outputs are coupled.</param>
internal readonly record struct CurvatureShape(int Variables, int Outputs, bool IsTriangle, bool IsCoupled)
{
    /// <summary>The columns of the triangle.</summary>
    public int Width => Variables + Outputs;

    /// <summary>The numbers in a matrix.</summary>
    public int Square => Variables * Variables;

    public int CurvatureLength => (int)LongCurvatureLength;

    /// <summary>The numbers in all sums of a block.</summary>
    public int SumLength => CurvatureLength + (Outputs * (Variables + 1));

    public long LongCurvatureLength
    {
        get
        {
            long square = (long)Variables * Variables;
            return IsTriangle ? square + ((long)Variables * Outputs)
                : IsCoupled ? square * Outputs * (Outputs + 1) / 2
                : square * Outputs;
        }
    }
}
