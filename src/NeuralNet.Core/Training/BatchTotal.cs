namespace NeuralNet.Core.Training;

/// <summary>The sum of the losses of rows, each times the weight of its row, and the sum of the weights.</summary>
internal record struct BatchTotal(double Loss, double Weight)
{
    /// <summary>Adds two totals.</summary>
    public static BatchTotal operator +(BatchTotal left, BatchTotal right) =>
        new(left.Loss + right.Loss, left.Weight + right.Weight);
}
