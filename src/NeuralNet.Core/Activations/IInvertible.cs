namespace NeuralNet.Core.Activations;

/// <summary>An activation whose inverse has a closed form.</summary>
internal interface IInvertible
{
    /// <summary>The logit at which the activation has a value, in double.</summary>
    /// <param name="value">A weighted mean of values of the activation.</param>
    /// <param name="rows">
    /// The number of rows that count. At an end of the range, whose logit is infinite, half a row counts for the other side.
    /// </param>
    double Inverse(double value, double rows);
}
