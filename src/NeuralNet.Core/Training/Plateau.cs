namespace NeuralNet.Core.Training;

/// <summary>Counts the epochs in which the loss gained no more than the tolerance.</summary>
internal struct Plateau(TrainingOptions options)
{
    private double? _first;
    private double _least = double.PositiveInfinity;
    private int _withoutGain;

    /// <summary>
    /// Takes the loss of an epoch; true when it was the last of as many without gain as the patience allows. A loss above
    /// that of the first epoch has not converged: it grows.
    /// </summary>
    public bool IsReached(double loss)
    {
        if (options.Tolerance is not double tolerance)
        {
            return false;
        }

        _first ??= loss;
        _withoutGain = _least - loss > tolerance ? 0 : _withoutGain + 1;
        _least = Math.Min(_least, loss);
        return _withoutGain >= options.Patience && loss <= _first;
    }
}
