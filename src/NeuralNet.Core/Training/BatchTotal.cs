namespace NeuralNet.Core.Training;

/// <summary>The sum of the losses of rows, each times its weight, and the sum of their weights.</summary>
internal record struct BatchTotal(double Loss, double Weight)
{
    public static BatchTotal operator +(BatchTotal left, BatchTotal right) =>
        new(left.Loss + right.Loss, left.Weight + right.Weight);
}
