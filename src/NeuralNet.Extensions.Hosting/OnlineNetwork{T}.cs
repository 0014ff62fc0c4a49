using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// The network that learns behind a host. One lock serializes learning, publishing, saving and reloading. Predictions do not wait for it.
/// </summary>
internal sealed class OnlineNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The metadata key of the offset of the last learned example.</summary>
    private const string OffsetKey = "stream.offset";

    /// <summary>
    /// A network is useless if its loss exceeds, by this factor, both the loss of a network without weights and the loss of the last
    /// publication: its weights are on their way to infinity. With squared error, predictions are then a thousand times too large.
    /// </summary>
    private const double Useless = 1e6;

    private readonly Lock _learning = new();
    private readonly CustomParts? _parts;
    private readonly FrozenPerceptron<T> _shape;
    private readonly T[] _derivatives;
    private readonly T[] _zeros;
    private readonly T[] _predictions;
    private Perceptron<T> _network;
    private byte[] _published;
    private byte[] _saved;
    private string? _offset;
    private long _learned;
    private long _steps;
    private long _unpublished;
    private double _unpublishedLoss;
    private double _unpublishedLossOfZeros;
    private double _recentLoss = double.NaN;

    /// <exception cref="InvalidOperationException">The network can't learn by single steps, or not before its first Fit.</exception>
    public OnlineNetwork(Perceptron<T> network, CustomParts? parts)
    {
        _parts = parts;
        _published = network.ToBytes();
        _saved = _published;
        RejectIfItCantStep(network);
        _shape = network.Freeze();
        _derivatives = new T[network.OutputCount];
        _zeros = new T[network.OutputCount];
        _predictions = new T[network.OutputCount];
        TakeOver(network);
    }

    public int Outputs => _shape.OutputCount;

    public bool TakesLabelAsNumber => _shape.ClassCount == 0 && Outputs == 1;

    /// <summary>The number of steps that led to the current network, including those of its file.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>The offset of the last learned example, or that of the file; null if there is none.</summary>
    public string? Offset => Volatile.Read(ref _offset);

    public long Learned => Interlocked.Read(ref _learned);

    public double? RecentLoss => Volatile.Read(ref _recentLoss) is var loss && double.IsNaN(loss) ? null : loss;

    public bool HasUnpublished => Interlocked.Read(ref _unpublished) > 0;

    public bool HasUnsaved
    {
        get
        {
            lock (_learning)
            {
                return _unpublished > 0 || _published != _saved;
            }
        }
    }

    /// <summary>
    /// The file content of the last publication, with training state; null if it is saved or came from a file.
    /// </summary>
    public byte[]? Unsaved
    {
        get
        {
            lock (_learning)
            {
                return _published == _saved ? null : _published;
            }
        }
    }

    private Interval Targets => _network.Description.Loss.Targets.Interval;

    public void Check(ReadOnlySpan<T> input, ReadOnlySpan<T> targets)
    {
        if (!_network.TryCheck(input, targets, out string? error))
        {
            throw new ArgumentException(error, _shape.TryCheck(input, out _) ? nameof(targets) : nameof(input));
        }
    }

    /// <summary>Checks an example whose row is sparse, and whether the network learns such rows at all.</summary>
    public void Check(SparseRow<T> input, ReadOnlySpan<T> targets)
    {
        if (!_network.TryCheck(input, targets, out string? error))
        {
            throw new ArgumentException(error, _shape.TryCheck(input, out _) ? null : nameof(input));
        }
    }

    public void Check(SparseRow<T> input, int label)
    {
        if (_network.TryCheck(input, label, out string? error))
        {
            return;
        }

        bool isOfLabel = _shape.TryCheck(input, out _);
        throw isOfLabel && _shape.ClassCount == 0
            ? new InvalidOperationException(error)
            : new ArgumentException(error, isOfLabel ? null : nameof(input));
    }

    public void Check(ReadOnlySpan<T> input, int label)
    {
        if (_network.TryCheck(input, label, out string? error))
        {
            return;
        }

        bool isOfLabel = _shape.TryCheck(input, out _);
        throw isOfLabel && _shape.ClassCount == 0
            ? new InvalidOperationException(error)
            : new ArgumentException(error, isOfLabel ? nameof(label) : nameof(input));
    }

    /// <summary>Fills in the targets of a label: the high end of the targets of the loss for its class, the low end for the others.</summary>
    public void FillTargets(int label, Span<T> targets)
    {
        if (targets.Length == 1)
        {
            targets[0] = T.CreateTruncating(label == 0 ? Targets.Low : Targets.High);
            return;
        }

        targets.Fill(T.CreateTruncating(Targets.Low));
        targets[label] = T.CreateTruncating(Targets.High);
    }

    /// <summary>Learns one example. The result is valid until the next example is learned.</summary>
    /// <exception cref="ArgumentException">The network rejected the example and is unchanged.</exception>
    /// <exception cref="InvalidOperationException">Learning diverged.</exception>
    public LearnedExample<T> Learn(WaitingExample<T> example)
    {
        lock (_learning)
        {
            ReadOnlySpan<T> values = example.Numbers.AsSpan(0, example.Width);
            ReadOnlySpan<int> indices = example.Indices.AsSpan(0, example.Indices is null ? 0 : example.Width);
            ReadOnlySpan<T> targets = example.Numbers.AsSpan(example.Width, Outputs);
            ReadOnlySpan<T> offsets = example.HasLogitOffsets ? example.Numbers.AsSpan(example.Width + Outputs, Outputs) : default;
            var sparse = new SparseRow<T>(indices, indices.IsEmpty ? default : values);
            scoped Rows<T> row = values;
            if (example.Indices is not null)
            {
                row = sparse;
            }

            double loss = example.HasLogitOffsets ? LearnWithOffsets(example)
                : example.Label is { } label ? _network.Learn(row, new ReadOnlySpan<int>(in label), _predictions)
                : _network.Learn(row, targets, _predictions);
            double lossOfZeros = double.CreateTruncating(
                _network.Description.Loss.Evaluate(example.HasLogitOffsets ? offsets : _zeros, targets, _derivatives));
            Interlocked.Increment(ref _learned);
            Interlocked.Exchange(ref _steps, _network.CompletedSteps);
            Volatile.Write(ref _offset, example.Offset ?? _offset);
            _unpublished++;
            _unpublishedLoss += loss;
            _unpublishedLossOfZeros += lossOfZeros;
            return new()
            {
                Row = values,
                Indices = indices,
                Targets = targets,
                LogitOffsets = offsets,
                Label = example.Label,
                Prediction = _predictions,
                Loss = loss,
                Offset = example.Offset,
                Step = _network.CompletedSteps,
            };
        }
    }

    private double LearnWithOffsets(WaitingExample<T> example)
    {
        RowMemory<T> row = example.Row;
        ReadOnlyMemory<T> offsets = example.Numbers.AsMemory(example.Width + Outputs, Outputs);
        Examples<T> examples = example.Label is { } label
            ? new(row, new[] { label }) { Offsets = offsets }
            : new(row, example.Numbers.AsMemory(example.Width, Outputs)) { Offsets = offsets };
        return _network.Learn(examples, _predictions);
    }

    /// <summary>
    /// Publishes the network. If weights or losses are no longer finite, the loss is far too large, or the check of the host refuses the
    /// network, publishes nothing and reverts the network to the last publication.
    /// </summary>
    /// <param name="host">The host to publish to.</param>
    /// <param name="forgotten">The number of learned examples lost by reverting.</param>
    /// <param name="refusal">The exception of the check; null if learning diverged.</param>
    /// <returns>Whether the network was published.</returns>
    public bool TryPublish(PerceptronHost<T> host, out long forgotten, out Exception? refusal)
    {
        forgotten = 0;
        refusal = null;
        lock (_learning)
        {
            double loss = _unpublishedLoss / _unpublished;
            if (IsUseless(loss, _unpublishedLossOfZeros / _unpublished))
            {
                forgotten = GoBack();
                return false;
            }

            byte[] bytes;
            try
            {
                if (_offset is not null)
                {
                    // One file must hold both the weights and the offset of the last example they learned.
                    _network.SetMetadata(OffsetKey, _offset);
                }

                bytes = _network.ToBytes();
            }
            catch (InvalidOperationException)
            {
                forgotten = GoBack();
                return false;
            }

            // Set before publishing: a reader of the new version must also see its loss.
            double recentLoss = _recentLoss;
            Volatile.Write(ref _recentLoss, loss);
            FrozenPerceptron<T> learned = _network.Freeze();
            try
            {
                host.Publish(learned, _unpublished, loss);
            }
            catch (Exception error) when (host.Current.Model != learned)
            {
                Volatile.Write(ref _recentLoss, recentLoss);
                refusal = error;
                forgotten = GoBack();
                return false;
            }

            _published = bytes;
            _unpublished = 0;
            _unpublishedLoss = 0;
            _unpublishedLossOfZeros = 0;
            return true;
        }
    }

    /// <summary>Reverts to the last publication.</summary>
    /// <returns>The number of learned examples lost.</returns>
    public long GoBack()
    {
        lock (_learning)
        {
            long forgotten = _unpublished;
            TakeOver(Perceptron.Load<T>(_published, _parts));
            Interlocked.Add(ref _learned, -forgotten);
            _unpublished = 0;
            _unpublishedLoss = 0;
            _unpublishedLossOfZeros = 0;
            return forgotten;
        }
    }

    /// <summary>Marks the content that <see cref="Unsaved"/> returned as saved, unless it was replaced meanwhile.</summary>
    public void Saved(byte[] unsaved)
    {
        lock (_learning)
        {
            if (unsaved == _published)
            {
                _saved = unsaved;
            }
        }
    }

    /// <summary>Replaces the network by another, and publishes it. Examples learned since the last save are lost.</summary>
    /// <exception cref="InvalidOperationException">The new network can't learn by single steps. The current network stays.</exception>
    public PublishedPerceptron<T> Reload(PerceptronHost<T> host, Func<Perceptron<T>> load)
    {
        lock (_learning)
        {
            Perceptron<T> network = _network;
            byte[] bytes = _published;
            PublishedPerceptron<T> published = host.Reload(() =>
            {
                network = load();
                bytes = network.ToBytes();
                RejectIfItCantStep(network);
                return network.Freeze();
            });
            TakeOver(network);
            _published = bytes;
            _saved = bytes;
            _unpublished = 0;
            _unpublishedLoss = 0;
            _unpublishedLossOfZeros = 0;
            return published;
        }
    }

    private bool IsUseless(double loss, double ofZeros) =>
        !double.IsFinite(loss) || (ofZeros > 0 && loss > Useless * ofZeros && !(loss <= Useless * _recentLoss));

    [MemberNotNull(nameof(_network))]
    private void TakeOver(Perceptron<T> network)
    {
        _network = network;
        Volatile.Write(ref _offset, network.Metadata.GetValueOrDefault(OffsetKey));
        Interlocked.Exchange(ref _steps, network.CompletedSteps);
    }

    /// <summary>Rejects a network that can't learn by single steps, before its first example.</summary>
    private static void RejectIfItCantStep(Perceptron<T> network)
    {
        if (!network.CanStep(out string? reason))
        {
            throw new InvalidOperationException(reason);
        }
    }
}
