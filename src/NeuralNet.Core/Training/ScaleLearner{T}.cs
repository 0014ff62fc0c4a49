using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// Learns the standard deviation of each input from all rows, each as its weight says, where no mean is subtracted: as scikit-learn's
/// <c>StandardScaler(with_mean=False)</c>. It takes the time of the values that are given. Dense rows give the bits of the same sparse rows.
/// </summary>
internal static class ScaleLearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Learns the scales. Returns null if that was cancelled.</summary>
    /// <param name="source">The examples.</param>
    /// <param name="sampleWeights">The weights of the rows.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="parameter">The name of the inputs in error messages.</param>
    /// <param name="cancellationToken">Cancels between two rows.</param>
    public static Standardization<T>? Learn(
        in ExampleSource<T> source, SampleWeights<T> sampleWeights, int inputs, string parameter, CancellationToken cancellationToken)
    {
        // The spread about the mean, also without a bias.
        var moments = new InputScales<T>(inputs, hasBias: true);
        if (!moments.TryLearnAll(source, sampleWeights, cancellationToken))
        {
            return null;
        }

        var scales = new T[inputs];
        var inverseScales = new T[inputs];
        var isConstant = new bool[inputs];
        for (int input = 0; input < inputs; input++)
        {
            double scale = moments.IsConstant(input) ? 1 : moments.Scales[input];
            scales[input] = T.CreateTruncating(scale);
            inverseScales[input] = T.CreateTruncating(1 / scale);
            if (!(scales[input] > T.Zero && T.IsFinite(scales[input]) && inverseScales[input] > T.Zero && T.IsFinite(inverseScales[input])))
            {
                Throw.Argument_NotStandardizable(parameter, input);
            }

            // Of many columns, those that no row has are nothing unusual.
            isConstant[input] = moments.IsConstant(input) && inputs <= WorkingSet.MostInputsWrittenOut;
        }

        return new(new T[inputs], scales, inverseScales) { Centers = false, ConstantInputs = Indices.Find(isConstant, true) };
    }
}
