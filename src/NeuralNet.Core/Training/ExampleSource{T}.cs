using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// The examples of an epoch: rows in memory, or the batches of an enumeration, which starts again for each epoch. Each batch is
/// checked when it arrives.
/// </summary>
internal readonly ref struct ExampleSource<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ExampleSpan<T> _rows;
    private readonly IEnumerable<Examples<T>>? _batches;
    private readonly Check? _check;
    private readonly SetCheck<T>? _checkAll;

    public ExampleSource(ExampleSpan<T> rows, PassMeter? meter = null)
    {
        _rows = rows;
        Meter = meter;
    }

    public ExampleSource(IEnumerable<Examples<T>> batches, Check check, SetCheck<T> checkAll, PassMeter? meter = null)
    {
        _batches = batches;
        _check = check;
        _checkAll = checkAll;
        Meter = meter;
    }

    /// <summary>Checks a batch, and returns its rows. The first batch has number 0.</summary>
    public delegate ExampleSpan<T> Check(Examples<T>? batch, long number);

    /// <summary>Whether the examples are batches of an enumeration, whose number is unknown.</summary>
    public bool IsStream => _batches is not null;

    /// <summary>Reports the progress within a pass; null without a progress handler or an interval.</summary>
    public PassMeter? Meter { get; }

    /// <summary>The examples in memory; empty for a stream.</summary>
    [UnscopedRef]
    public ref readonly ExampleSpan<T> Rows => ref _rows;

    /// <summary>
    /// Returns the examples with sparse rows scaled, if inputs are scaled but not centered: rows in memory once, and each batch when it arrives.
    /// </summary>
    public ExampleSource<T> Scaled(Standardization<T>? standardization, SampleWeights<T> sampleWeights)
    {
        if (standardization is not { Centers: false })
        {
            return this;
        }

        var scaled = new ScaledInputs<T>();
        if (_batches is null)
        {
            return new(scaled.Of(_rows, standardization, sampleWeights), Meter);
        }

        Check check = _check!;
        return new(_batches, (batch, number) => scaled.Of(check(batch, number), standardization, sampleWeights), _checkAll!, Meter);
    }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>Counts the rows of the last batch, before the one with the given number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountRows(long number, int rows)
    {
        if (number == 0)
        {
            Meter?.Begin();
        }
        else
        {
            Meter?.Add(rows);
        }
    }

    public ref struct Enumerator : IDisposable
    {
        private readonly ExampleSource<T> _source;
        private readonly IEnumerator<Examples<T>>? _batches;
        private ExampleSpan<T> _current;
        private long _number = -1;

        public Enumerator(ExampleSource<T> source)
        {
            _source = source;
            _batches = source._batches?.GetEnumerator();
        }

        [UnscopedRef]
        public readonly ref readonly ExampleSpan<T> Current => ref _current;

        public bool MoveNext()
        {
            _number++;
            if (_batches is null)
            {
                _current = _source._rows;
                return _number == 0;
            }

            _source.CountRows(_number, _current.Count);
            if (_batches.MoveNext())
            {
                _current = _source._check!(_batches.Current, _number);
                _source._checkAll!.AddBatch(_current, _number);
                return true;
            }

            if (_number == 0)
            {
                Throw.Argument_NoBatches("batches", _source._checkAll!.HasEnded);
            }

            _source.Meter?.End();
            _source._checkAll!.End();
            return false;
        }

        public readonly void Dispose() => _batches?.Dispose();
    }
}
