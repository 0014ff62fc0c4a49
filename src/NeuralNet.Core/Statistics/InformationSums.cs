namespace NeuralNet.Core.Statistics;

/// <summary>
/// Sums over all rows at the weights of a network, in the basis of a <see cref="Design"/>. Parameters are <c>[logits x variables]</c>, of
/// the logits that are free: of several classes those of each but the first, apart from it.
/// </summary>
internal sealed class InformationSums
{
    /// <summary>The weight of all rows.</summary>
    public double Weight { get; set; }

    /// <summary>Twice the loss of all rows, apart from that of a model that fits each row exactly.</summary>
    public double Deviance { get; set; }

    /// <summary>The same of a model of a constant, or of no weights at all without a bias.</summary>
    public double NullDeviance { get; set; }

    /// <summary>The logarithm of the density of the targets; NaN if they have none, such as counts that are no whole numbers.</summary>
    public double LogLikelihood { get; set; }

    /// <summary>The sum of the squared logits.</summary>
    public double SquaredLogits { get; set; }

    /// <summary>Whether every row is in its class.</summary>
    public bool IsSeparated { get; set; } = true;

    /// <summary>The derivatives of the loss, <c>[parameters]</c>.</summary>
    public required double[] Gradient { get; init; }

    /// <summary>The second derivatives of the loss <c>[parameters x parameters]</c>, of which the upper triangle counts.</summary>
    public required double[] Information { get; init; }

    /// <summary>The sum of the products of the derivatives of single rows, in the same form.</summary>
    public required double[] Products { get; init; }
}
