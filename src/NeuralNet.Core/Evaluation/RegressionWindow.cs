namespace NeuralNet.Core.Evaluation;

/// <summary>Sums over predicted rows, older ones times the fading for each row since; 1 forgets nothing.</summary>
internal struct RegressionWindow(double fading)
{
    private double _rows;
    private double _squares;
    private double _distances;
    private double _meanTarget;
    private double _variation;

    public readonly double RootMeanSquaredError => Math.Sqrt(_squares / _rows);

    public readonly double MeanAbsoluteError => _distances / _rows;

    /// <summary>As <see cref="RegressionMetrics.RSquared"/>; NaN before the first row.</summary>
    public readonly double RSquared =>
        _variation > 0 ? 1 - (_squares / _variation) : (_squares == 0 ? _rows : 0) / _rows;

    public void Add(double prediction, double target)
    {
        double error = prediction - target;
        double distance = target - _meanTarget;

        // The sum of squared distances from a mean that moves: D. H. D. West, Updating mean and variance estimates, 1979.
        _rows = (fading * _rows) + 1;
        _meanTarget += distance / _rows;
        _variation = (fading * _variation) + (distance * (target - _meanTarget));
        _squares = (fading * _squares) + (error * error);
        _distances = (fading * _distances) + Math.Abs(error);
    }
}
