using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Statistics;

/// <summary>
/// A basis of the inputs in which the rows are orthonormal: z = U^-T x, with x centered and scaled inputs, 1 for the bias before them,
/// and U^T U the sum of x x^T over the rows, each times its weight. In it no digits are lost to inputs of unlike size or nearly alike.
/// </summary>
/// <param name="triangle">The triangle U <c>[variables x variables]</c>.</param>
/// <param name="means">What is subtracted from each input, <c>[inputs]</c>; 0 without a bias.</param>
/// <param name="units">The factor of each input after that, <c>[inputs]</c>.</param>
/// <param name="hasBias">Whether the first variable is the bias.</param>
internal sealed class Design(double[] triangle, double[] means, double[] units, bool hasBias)
{
    private readonly bool[] _noneDropped = new bool[means.Length + (hasBias ? 1 : 0)];

    /// <summary>The inputs, and the bias if there is one.</summary>
    public int Variables => _noneDropped.Length;

    public int Inputs => means.Length;

    public bool HasBias => hasBias;

    /// <summary>What is subtracted from each input.</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>The factor of each input after that.</summary>
    public ReadOnlySpan<double> Units => units;

    /// <summary>Writes a row of raw inputs as centered and scaled ones <c>[variables]</c>.</summary>
    public void Center(ReadOnlySpan<double> row, Span<double> centered)
    {
        int first = hasBias ? 1 : 0;
        if (hasBias)
        {
            centered[0] = 1;
        }

        for (int input = 0; input < means.Length; input++)
        {
            centered[first + input] = (row[input] - means[input]) * units[input];
        }
    }

    /// <summary>Turns centered and scaled inputs into the basis.</summary>
    public void Whiten(Span<double> row) => Triangle.SolveTransposed(triangle, Variables, _noneDropped, row);

    /// <summary>
    /// Writes, in the basis, the row whose logit is a raw bias or weight: that of a row of zeros is the bias, and a weight is what one unit
    /// more of its input adds.
    /// </summary>
    /// <param name="variable">The variable, the bias first.</param>
    /// <param name="row">Receives the row <c>[variables]</c>.</param>
    public void Contrast(int variable, Span<double> row)
    {
        row.Clear();
        int input = variable - (hasBias ? 1 : 0);
        if (input < 0)
        {
            Center(new double[means.Length], row);
        }
        else
        {
            row[variable] = units[input];
        }

        Whiten(row);
    }
}
