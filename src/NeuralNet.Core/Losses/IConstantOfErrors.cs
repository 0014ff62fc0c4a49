namespace NeuralNet.Core.Losses;

/// <summary>
/// A loss of the error e = z - y alone, whose derivative is made of straight lines, so that its best constant prediction is found
/// exactly among the sorted targets.
/// </summary>
internal interface IConstantOfErrors
{
    /// <summary>The derivative by the error.</summary>
    BrokenLine Derivative { get; }
}
