using static System.FormattableString;

namespace NeuralNet.Extensions.AI;

/// <summary>Checks the vectors that a generator returns: finite numbers, and as many in each as the first vector has or others need.</summary>
/// <param name="parameter">The parameter with the texts.</param>
/// <param name="dimension">The number of numbers; null if the first vector determines it.</param>
/// <param name="owner">What has vectors of this dimension, and the cure for another one.</param>
internal sealed class VectorCheck(string parameter, int? dimension, string owner)
{
    private int? _dimension = dimension;
    private string _owner = owner;

    public void Check(int row, ReadOnlySpan<float> vector)
    {
        if (vector.IsEmpty)
        {
            throw new InvalidOperationException(Invariant(
                $"The generator returned no vector, or an empty one, for row {row} of {parameter}. It must return one or more numbers for each text."));
        }

        if (_dimension is null)
        {
            _dimension = vector.Length;
            _owner = "the vectors before it. A generator must return vectors of one dimension";
        }

        if (vector.Length != _dimension)
        {
            throw new InvalidOperationException(Invariant(
                $"The vector of row {row} of {parameter} has {vector.Length} numbers instead of {_dimension}, as {_owner}."));
        }

        for (int column = 0; column < vector.Length; column++)
        {
            if (!float.IsFinite(vector[column]))
            {
                throw new InvalidOperationException(Invariant(
                    $"The vector of row {row} of {parameter} has {vector[column]} at column {column}; numbers must be finite. Leave out the text, or repair the generator."));
            }
        }
    }
}
