namespace NeuralNet.Core.Training;

/// <summary>The sum of the losses of rows, each times the weight of its row, and the sum of the weights.</summary>
internal record struct BatchTotal(double Loss, double Weight)
{
    /// <summary>Both sums must be multiplied by 2 to this power; 0 unless the weights of a full batch were normalized.</summary>
    public int Exponent { get; init; }

    /// <summary>Adds two totals with the same exponent.</summary>
    public static BatchTotal operator +(BatchTotal left, BatchTotal right) =>
        left with { Loss = left.Loss + right.Loss, Weight = left.Weight + right.Weight };
}
