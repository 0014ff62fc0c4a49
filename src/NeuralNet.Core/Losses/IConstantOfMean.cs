namespace NeuralNet.Core.Losses;

/// <summary>A loss whose best constant prediction is a function of the mean target.</summary>
internal interface IConstantOfMean
{
    /// <summary>The logit at which the loss, summed over all rows, is least; NaN if it has no closed form.</summary>
    /// <param name="mean">The weighted mean of the targets of an output.</param>
    /// <param name="rows">The number of rows that count. It says how certain a mean at the end of its interval is.</param>
    double BestConstant(double mean, double rows);

    /// <summary>Whether the best constant is the logit at which the output activation is the mean target: it is no margin.</summary>
    bool IsLink => true;
}
