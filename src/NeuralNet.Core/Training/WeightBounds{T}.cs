using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// The bounds of the weights <c>[outputs x inputs]</c>, on the scale of the raw inputs and on that of training. A weight at its bound in
/// training is exactly at its bound on the scale of the raw inputs.
/// </summary>
internal sealed class WeightBounds<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _rawLow;
    private readonly T[] _rawHigh;

    /// <param name="bounds">
    /// The least value of each weight, <c>[inputs]</c> for all outputs or <c>[outputs x inputs]</c>, then the largest values, as many.
    /// </param>
    /// <param name="count">The number of weights.</param>
    public WeightBounds(double[] bounds, int count)
    {
        int given = bounds.Length / 2;
        _rawLow = new T[count];
        _rawHigh = new T[count];
        for (int index = 0; index < count; index++)
        {
            _rawLow[index] = T.CreateTruncating(bounds[index % given]);
            _rawHigh[index] = T.CreateTruncating(bounds[given + (index % given)]);
        }

        Low = new T[count];
        High = new T[count];
        Scale(null);
    }

    /// <summary>The least value of each weight in training.</summary>
    public T[] Low { get; }

    /// <summary>The largest value of each weight in training.</summary>
    public T[] High { get; }

    /// <summary>
    /// Sets the scale of training: a bound is multiplied as a weight is. Null is the scale of the raw inputs.
    /// </summary>
    public void Scale(Standardization<T>? standardization)
    {
        _rawLow.CopyTo(Low, 0);
        _rawHigh.CopyTo(High, 0);
        for (int index = 0; index < Low.Length && standardization is not null; index++)
        {
            T scale = standardization.Scales[index % standardization.Scales.Length];
            Low[index] *= scale;
            High[index] *= scale;
        }
    }

    /// <summary>Moves the weights in training to their bounds that are outside. Biases may follow the weights.</summary>
    public void Confine(Span<T> trained)
    {
        for (int index = 0; index < Low.Length; index++)
        {
            trained[index] = trained[index] < Low[index] ? Low[index] : trained[index] > High[index] ? High[index] : trained[index];
        }
    }

    /// <summary>Returns the first weight in training that is outside of its bounds; -1 if there is none.</summary>
    public int FindOutside(ReadOnlySpan<T> trained) => Find(trained, Low, High);

    /// <summary>The same on the scale of the raw inputs.</summary>
    public int FindRawOutside(ReadOnlySpan<T> raw) => Find(raw, _rawLow, _rawHigh);

    /// <summary>Returns the first weight on the scale of the raw inputs that is at a bound; -1 if there is none.</summary>
    public int FindAtBound(ReadOnlySpan<T> raw)
    {
        int index = 0;
        while (index < Low.Length && raw[index] > _rawLow[index] && raw[index] < _rawHigh[index])
        {
            index++;
        }

        return index < Low.Length ? index : -1;
    }

    /// <summary>Returns the weights on the scale of the raw inputs that are at a bound, without those that are fixed.</summary>
    public int[] FindHeld(ReadOnlySpan<T> raw)
    {
        var held = new List<int>();
        for (int index = 0; index < Low.Length; index++)
        {
            bool isAtBound = raw[index] <= _rawLow[index] || raw[index] >= _rawHigh[index];
            if (isAtBound && _rawLow[index] < _rawHigh[index])
            {
                held.Add(index);
            }
        }

        return [.. held];
    }

    /// <summary>The bounds of a weight on the scale of the raw inputs, as an interval.</summary>
    public (T Low, T High) RawOf(int index) => (_rawLow[index], _rawHigh[index]);

    /// <summary>Whether a weight at the point nearest to 0 can't fall, or not rise, or would come nearer to 0 only outside.</summary>
    public bool KeepsNearest(int index, bool falls) => falls
        ? _rawLow[index] >= T.Zero || _rawHigh[index] == _rawLow[index]
        : _rawHigh[index] <= T.Zero || _rawHigh[index] == _rawLow[index];

    /// <summary>Corrects weights on the scale of the raw inputs that were computed from those in training.</summary>
    public void Show(ReadOnlySpan<T> trained, Span<T> raw, int start)
    {
        for (int place = 0; place < raw.Length; place++)
        {
            int index = start + place;
            raw[place] = trained[place] <= Low[index] || raw[place] < _rawLow[index] ? _rawLow[index]
                : trained[place] >= High[index] || raw[place] > _rawHigh[index] ? _rawHigh[index]
                : raw[place];
        }
    }

    private static int Find(ReadOnlySpan<T> weights, T[] low, T[] high)
    {
        int index = 0;
        while (index < low.Length && weights[index] >= low[index] && weights[index] <= high[index])
        {
            index++;
        }

        return index < low.Length ? index : -1;
    }
}
