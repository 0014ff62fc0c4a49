namespace NeuralNet.Core.Training;

/// <summary>The sum of some blocks of rows, to which a <see cref="SumTree{TSum}"/> adds the sum of the blocks that follow them.</summary>
internal interface ITreeSum<in TSelf>
    where TSelf : class, ITreeSum<TSelf>
{
    /// <summary>Makes this the sum of no rows.</summary>
    void Clear();

    /// <summary>Adds the sum of the rows that follow those of this sum.</summary>
    void Add(TSelf next);

    /// <summary>Multiplies the weights of the rows by a power of two.</summary>
    void Scale(double factor);
}
