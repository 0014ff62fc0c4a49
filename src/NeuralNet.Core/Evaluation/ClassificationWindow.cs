namespace NeuralNet.Core.Evaluation;

/// <summary>Sums over decided rows; each new row multiplies the weight of older rows by fading. 1 forgets nothing.</summary>
internal struct ClassificationWindow(double fading)
{
    private double _rows;
    private double _correct;
    private double _truePositives;
    private double _predictedPositives;
    private double _positives;
    private double _logLoss;

    public readonly double Accuracy => _correct / _rows;

    public readonly double LogLoss => _logLoss / _rows;

    /// <summary>0 if class 1 was neither predicted nor true, NaN before the first row.</summary>
    public readonly double F1 =>
        _positives + _predictedPositives > 0 ? 2 * _truePositives / (_positives + _predictedPositives) : 0 / _rows;

    public void Add(int predicted, int label, double logLoss)
    {
        _rows = (fading * _rows) + 1;
        _correct = (fading * _correct) + (predicted == label ? 1 : 0);
        _truePositives = (fading * _truePositives) + (predicted == 1 && label == 1 ? 1 : 0);
        _predictedPositives = (fading * _predictedPositives) + (predicted == 1 ? 1 : 0);
        _positives = (fading * _positives) + (label == 1 ? 1 : 0);
        _logLoss = (fading * _logLoss) + logLoss;
    }
}
