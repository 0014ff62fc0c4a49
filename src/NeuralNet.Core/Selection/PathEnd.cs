using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core.Selection;

/// <summary>
/// Finds the strength of a path at which a weaker penalty no longer explains more: the rule of R's glmnet (J. Friedman and others, 2010), with
/// its limits, <c>fdev</c> and <c>devmax</c>.
/// </summary>
internal sealed class PathEnd
{
    /// <summary>So many strengths are always trained.</summary>
    private const int LeastCount = 5;

    /// <summary>A rise of what is explained by less than this share is none.</summary>
    private const double LeastRise = 1e-5;

    /// <summary>With this share explained nothing is left that counts.</summary>
    private const double Everything = 0.999;

    private readonly double _unexplained;
    private readonly bool _mayBeNegative;
    private double _explained;
    private double _before;
    private int _count;

    private PathEnd(double unexplained, bool mayBeNegative)
    {
        _unexplained = unexplained;
        _mayBeNegative = mayBeNegative;
    }

    /// <summary>Returns the end of the path of a description: its loss starts at that of the best constant prediction.</summary>
    public static PathEnd Of<T>(PerceptronBuilder<T> description, Examples<T> examples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Perceptron<T> constant = description.WithBiasAlone().Build().Fit(examples).Network;
        return new(constant.Objective(examples), description.Loss.MayBeNegative);
    }

    /// <summary>Checks whether a trained network, the next of the path, is the last.</summary>
    public bool IsAt<T>(Perceptron<T> network, double objective)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _before = _explained;
        _count++;
        _explained = _unexplained - (objective - network.PenaltyCost);
        return _count >= LeastCount && (IsFlat || (!_mayBeNegative && _explained > Everything * _unexplained));
    }

    /// <summary>Returns a sentence about the end; null if no strength is left out.</summary>
    public string? Message(int strengths) => strengths == _count ? null : Invariant(
        $"The path ended after {_count} of {strengths} strengths: {(IsFlat ? Invariant($"the last one explains more than the one before by less than a share of {LeastRise}") : Invariant($"the last one explains more than {100 * Everything:G4} % of the loss of a constant prediction"))}.");

    private bool IsFlat => _explained - _before < LeastRise * _explained;
}
