namespace NeuralNet.Data.Numbers;

/// <summary>The kinds of <see cref="Missing"/>.</summary>
internal enum MissingRule
{
    Refuse,
    Mean,
    Median,
    Constant,
}
