namespace NeuralNet.Core.Losses;

/// <summary>
/// A loss that depends only on the error e = z - y and whose derivative consists of straight lines, so that its best constant
/// prediction can be found exactly in the sorted targets.
/// </summary>
internal interface IConstantOfErrors
{
    /// <summary>The derivative with respect to the error.</summary>
    BrokenLine Derivative { get; }
}
