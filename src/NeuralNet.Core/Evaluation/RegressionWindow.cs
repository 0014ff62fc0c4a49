namespace NeuralNet.Core.Evaluation;

/// <summary>Sums over predicted rows; each new row multiplies the weight of older rows by fading. 1 forgets nothing.</summary>
internal struct RegressionWindow(double fading)
{
    private double _rows;
    private SumOfSquares _squares;
    private double _distances;
    private double _meanTarget;
    private SumOfSquares _variation;

    public readonly double RootMeanSquaredError => _squares.RootOfMean(_rows);

    public readonly double MeanAbsoluteError => _distances / _rows;

    /// <summary>As <see cref="RegressionMetrics.RSquared"/>; NaN before the first row.</summary>
    public readonly double RSquared =>
        _variation.IsZero ? (_squares.IsZero ? _rows : 0) / _rows : 1 - _squares.Over(_variation);

    public void Add(double prediction, double target)
    {
        double error = prediction - target;
        double distance = target - _meanTarget;

        // Sum of squared distances from a moving mean: D. H. D. West, Updating mean and variance estimates, 1979.
        _rows = (fading * _rows) + 1;
        _meanTarget += distance / _rows;
        _variation.Fade(fading);
        _variation.Add(distance, 1 - (1 / _rows));
        _squares.Fade(fading);
        _squares.Add(error);
        _distances = (fading * _distances) + Math.Abs(error);
    }
}
