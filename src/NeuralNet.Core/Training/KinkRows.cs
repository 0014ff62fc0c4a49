namespace NeuralNet.Core.Training;

/// <summary>The rows of one output near a kink of the loss, in their order.</summary>
internal sealed class KinkRows(KinkSearch search)
{
    private double[] _inputs = [];
    private double[] _logits = [];
    private double[] _targets = [];
    private double[] _weights = [];

    public int Count { get; private set; }

    /// <summary>Whether the logits have offsets, so that they do not grow with the weights.</summary>
    public bool HaveOffsets { get; private set; }

    /// <summary>The rows <c>[count x width]</c>.</summary>
    public ReadOnlySpan<double> Inputs => _inputs.AsSpan(0, Count * search.Width);

    public ReadOnlySpan<double> Logits => _logits.AsSpan(0, Count);

    public ReadOnlySpan<double> Targets => _targets.AsSpan(0, Count);

    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, Count);

    /// <summary>The distances from a kink of all rows, near or not, times their weights.</summary>
    public double Distance { get; private set; }

    /// <summary>The loss of the rows that are not near a kink.</summary>
    public double FarLoss { get; private set; }

    public void Clear()
    {
        Distance = 0;
        FarLoss = 0;
        Release();
    }

    /// <summary>Frees the memory of the rows.</summary>
    public void Release()
    {
        Count = 0;
        (_inputs, _logits, _targets, _weights) = ([], [], [], []);
    }

    /// <summary>Adds the rows that follow, which are no longer kept there.</summary>
    public void Add(KinkRows next)
    {
        HaveOffsets |= next.HaveOffsets;
        Distance += next.Distance;
        FarLoss += next.FarLoss;
        int count = next.Count;
        if (search.IsFull || count == 0)
        {
            return;
        }

        Reserve(count);
        next.Inputs.CopyTo(_inputs.AsSpan(Count * search.Width));
        next.Logits.CopyTo(_logits.AsSpan(Count));
        next.Targets.CopyTo(_targets.AsSpan(Count));
        next.Weights.CopyTo(_weights.AsSpan(Count));
        Count += count;
        next.Release();
    }

    public void Scale(double factor)
    {
        Distance *= factor;
        FarLoss *= factor;
        foreach (ref double weight in _weights.AsSpan(0, Count))
        {
            weight *= factor;
        }
    }

    /// <summary>Keeps the rows of a tile that are near a kink, and takes their derivatives out of the sums of the others.</summary>
    /// <param name="inputs">The rows <c>[rows x width]</c>.</param>
    /// <param name="logits">The logits <c>[rows]</c>.</param>
    /// <param name="targets">The targets <c>[rows]</c>.</param>
    /// <param name="weights">The weights <c>[rows]</c>. A weight of 0 is no row.</param>
    /// <param name="haveOffsets">Whether the logits have offsets.</param>
    /// <param name="derivatives">The derivatives <c>[rows]</c>; 0 afterwards for the rows near a kink.</param>
    public void Take(
        ReadOnlySpan<double> inputs, ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, bool haveOffsets, Span<double> derivatives)
    {
        HaveOffsets = haveOffsets;
        int near = 0;
        for (int row = 0; row < logits.Length; row++)
        {
            if (weights[row] == 0)
            {
                continue;
            }

            double distance = double.PositiveInfinity;
            double loss = 0;
            for (int term = 0; term < search.Loss.Distance.Terms; term++)
            {
                double own = search.Loss.Distance.Of(term, logits[row], targets[row]);
                distance = Math.Min(distance, Math.Abs(own));
                loss += search.Loss.Of(own);
            }

            Distance += weights[row] * distance;
            if (distance <= search.Reach)
            {
                derivatives[row] = 0;
                near++;
                Keep(inputs.Slice(row * search.Width, search.Width), logits[row], targets[row], weights[row]);
            }
            else
            {
                FarLoss += weights[row] * loss;
            }
        }

        search.Note(near);
        if (search.IsFull)
        {
            Release();
        }
    }

    private void Keep(ReadOnlySpan<double> row, double logit, double target, double weight)
    {
        if (search.IsFull)
        {
            return;
        }

        Reserve(1);
        row.CopyTo(_inputs.AsSpan(Count * search.Width));
        _logits[Count] = logit;
        _targets[Count] = target;
        _weights[Count] = weight;
        Count++;
    }

    private void Reserve(int count)
    {
        int needed = Count + count;
        if (needed <= _logits.Length)
        {
            return;
        }

        int size = Math.Max(needed, Math.Max(64, 2 * _logits.Length));
        Array.Resize(ref _inputs, size * search.Width);
        Array.Resize(ref _logits, size);
        Array.Resize(ref _targets, size);
        Array.Resize(ref _weights, size);
    }
}
