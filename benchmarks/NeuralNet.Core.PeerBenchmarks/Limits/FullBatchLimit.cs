using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Full-batch gradient descent on the mean log loss, from weights of 0. It computes no loss, which ours does.</summary>
internal sealed class FullBatchLimit(DataSet data) : IDisposable
{
    private readonly AlignedMemory<float> _rows = new(data.Inputs);
    private readonly AlignedMemory<float> _targets = new(data.Targets);

    /// <summary>Trains.</summary>
    public Weights Train(double rate, int epochs)
    {
        double[] parameters = new double[data.Width + 1];
        double[] gradient = new double[data.Width + 1];
        using var pass = new LogisticPass<ErrorsAlone>(_rows, _targets, data.Width);
        ErrorsAlone errors = default;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            pass.Run(parameters, gradient, ref errors);
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= rate / data.Rows * gradient[i];
            }
        }

        return new Weights(parameters[..data.Width], [parameters[data.Width]]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _targets.Dispose();
    }
}
