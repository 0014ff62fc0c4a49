namespace NeuralNet.Core.Training;

/// <summary>The sum of the losses of rows, each times its weight, and the sum of their weights.</summary>
internal record struct BatchTotal(double Loss, double Weight)
{
    /// <summary>Both sums are to be multiplied by 2 to this power, where the weights of a full batch were normalized.</summary>
    public int Exponent { get; init; }

    /// <summary>The sum of totals of the same exponent.</summary>
    public static BatchTotal operator +(BatchTotal left, BatchTotal right) =>
        left with { Loss = left.Loss + right.Loss, Weight = left.Weight + right.Weight };
}
