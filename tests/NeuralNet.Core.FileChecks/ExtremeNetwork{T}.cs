using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// A random network on extreme data, and what may happen to one: every loss, optimizer and setting, trainings that are cancelled,
/// resumed and diverge, single steps, weights that are set. The same number is the same life.
/// </summary>
internal sealed class ExtremeNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Loss[] _losses =
    [
        Loss.HalfSquaredError, Loss.LogLoss, Loss.HalfSquaredErrorThrough(Activation.Sigmoid), Loss.HalfSquaredErrorThrough(Activation.Tanh),
        Loss.HalfSquaredErrorThrough(Activation.ReLU), Loss.HalfSquaredErrorThrough(Activation.Exp),
        Loss.HalfSquaredErrorThrough(Activation.From(default(Softsign))), Loss.Hinge, Loss.SquaredHinge, Loss.ModifiedHuber, Loss.Perceptron,
        Loss.Huber(1.25), Loss.EpsilonInsensitive(0), Loss.SquaredEpsilonInsensitive(0.125), Loss.Quantile(0.25), Loss.Poisson,
        Loss.From(default(LogCosh), Activation.Identity),
        Loss.SoftmaxCrossEntropy, Loss.MultiClassPerceptron, Loss.CrammerSinger,
    ];

    private static readonly string[] _texts = ["a", " b", "\"", "\\", "\u0000", "\n", "ß", "日", "🦊", "\u2028", "\u202E", "\uFFFF", "<", "'", "\u200D"];

    /// <summary>So many numbers in a row share a few pairs of a loss and an optimizer, since each pair is code to be compiled; the next have others.</summary>
    private const int NumbersOfPairs = 2000;

    private const int Pairs = 6;

    private const int Coupled = 3;

    private readonly Random _random;
    private readonly int _loss;
    private readonly int _optimizer;
    private readonly double _wildness;
    private readonly LearningRate _own;
    private CancellationTokenSource? _source;
    private int _stepsToCancel;

    public ExtremeNetwork(int number)
    {
        _random = new Random(number);
        var pairs = new Random((number / NumbersOfPairs * Pairs) + _random.Next(Pairs));
        (_loss, _optimizer) = (pairs.Next(_losses.Length), pairs.Next(12));
        _wildness = _random.Next(4) switch { 0 => 0, 1 => 0.03, 2 => 0.3, _ => 1 };
        _own = LearningRate.From(
            _ =>
            {
                if (--_stepsToCancel == 0)
                {
                    _source?.Cancel();
                }

                return 0.125;
            },
            "own");
        Network = Draw().Build();
        Parts = new() { Loss = Network.Description.Loss, Optimizer = Network.Description.Optimizer, LearningRate = _own };
    }

    public Perceptron<T> Network { get; }

    /// <summary>The parts of users that its file needs.</summary>
    public CustomParts Parts { get; }

    /// <summary>The next thing that happens to a network, to be done to it and to others with the same bits.</summary>
    public Action<Perceptron<T>> NextAct()
    {
        int inputs = Network.InputCount;
        int outputs = Network.OutputCount;
        int rows = _random.Next(1, 13);
        T[] values = ExtremeNumbers.Many<T>(_random, rows * inputs, _wildness);
        T[] weights = ExtremeNumbers.Many<T>(_random, outputs * inputs, _wildness);
        T[] bias = _random.Next(2) == 0 ? [] : ExtremeNumbers.Many<T>(_random, outputs, _wildness);
        switch (_random.Next(10))
        {
            case 0:
                return network => network.SetWeights(weights, bias);
            case 1 when Network.OutputCount == 1 && Network.ClassCount == 2:
                return network => network.SetThresholdLogit(weights[0]);
            case 1 or 2:
                string key = Text();
                string? value = _random.Next(5) == 0 ? null : Text();
                return network => network.SetMetadata(key, value);
            case 3:
                Examples<T> batch = Data(rows, values);
                return network => network.Learn(batch);
            case 4 when Network.ClassCount > 0:
                int label = _random.Next(Network.ClassCount);
                double weight = double.CreateTruncating(T.Abs(ExtremeNumbers.Next<T>(_random, _wildness)));
                return network => network.Learn(values.AsSpan(0, inputs), label, weight);
            default:
                return Training(rows, values);
        }
    }

    private Action<Perceptron<T>> Training(int rows, T[] values)
    {
        Examples<T> examples = Data(rows, values);
        int others = _random.Next(1, 5);
        Examples<T>? validation = _random.Next(3) == 0 ? Data(others, ExtremeNumbers.Many<T>(_random, others * Network.InputCount, _wildness)) : null;
        var options = new TrainingOptions
        {
            Epochs = _random.Next(1, 5),
            BatchSize = _random.Next(4) switch { 0 => null, 1 => 1, 2 => 2, _ => TrainingOptions.FullBatch },
            Resume = _random.Next(2) == 0,
            Shuffle = _random.Next(2) == 0,
            Tolerance = _random.Next(3) == 0 ? 1e-3 : null,
            Patience = _random.Next(1, 4),
            ValidationFraction = validation is null && _random.Next(5) == 0 ? 0.3 : null,
        };
        bool isStream = _random.Next(4) == 0;
        int steps = _random.Next(3) == 0 ? _random.Next(1, 12) : 0;
        bool isCancelledBefore = _random.Next(20) == 0;
        return network =>
        {
            using var source = new CancellationTokenSource();
            (_source, _stepsToCancel) = (source, steps);
            if (isCancelledBefore)
            {
                source.Cancel();
            }

            try
            {
                if (isStream)
                {
                    TrainingOptions plain = options with { BatchSize = null, ValidationFraction = null };
                    network.Fit(Batches(examples, values, rows, steps, source), plain, validation, null, source.Token);
                }
                else
                {
                    network.Fit(examples, options, validation, null, source.Token);
                }
            }
            finally
            {
                (_source, _stepsToCancel) = (null, 0);
            }
        };
    }

    /// <summary>The rows one by one; the token is cancelled at one of them.</summary>
    private IEnumerable<Examples<T>> Batches(Examples<T> examples, ReadOnlyMemory<T> values, int rows, int cancelAt, CancellationTokenSource source)
    {
        for (int row = 0; row < rows; row++)
        {
            if (row + 1 == cancelAt)
            {
                source.Cancel();
            }

            ReadOnlyMemory<T> weights = examples.SampleWeights.IsEmpty ? default : examples.SampleWeights.Slice(row, 1);
            ReadOnlyMemory<T> inputs = values.Slice(row * Network.InputCount, Network.InputCount);
            yield return examples.HasLabels
                ? new Examples<T>(inputs, examples.Labels.Slice(row, 1), weights)
                : new Examples<T>(inputs, examples.Targets.Slice(row * Network.OutputCount, Network.OutputCount), weights);
        }
    }

    private Examples<T> Data(int rows, T[] values)
    {
        T[] weights = _random.Next(2) == 0 ? [] : Array.ConvertAll(ExtremeNumbers.Many<T>(_random, rows, _wildness), T.Abs);
        if (Network.ClassCount > 0 && _random.Next(3) > 0)
        {
            var labels = new int[rows];
            for (int row = 0; row < rows; row++)
            {
                labels[row] = _random.Next(Network.ClassCount);
            }

            return new(values, labels, weights);
        }

        Interval range = Network.Description.Loss.Targets.Interval;
        T[] targets = ExtremeNumbers.Many<T>(_random, rows * Network.OutputCount, _wildness);
        for (int index = 0; index < targets.Length; index++)
        {
            double target = double.CreateTruncating(targets[index]);
            targets[index] = Network.ClassCount > 0
                ? T.CreateTruncating(_random.Next(2) == 0 ? range.Low : range.High)
                : T.CreateTruncating(Math.Clamp(target, range.Low, range.High));
        }

        return new(values, targets, weights);
    }

    private PerceptronBuilder<T> Draw()
    {
        int inputs = _random.Next(1, 6);
        int outputs = _random.Next(3) == 0 || _loss >= _losses.Length - Coupled ? _random.Next(2, 4) : 1;
        PerceptronBuilder<T> drawn = Perceptron.WithInputs<T>(inputs).WithOutputs(outputs);
        Try(ref drawn, each => each.WithLoss(_losses[_loss], _random.Next(4) == 0 ? Reduction.Sum : Reduction.Mean), 1);
        Try(ref drawn, each => each.WithOptimizer(AnOptimizer()), 1);
        Try(ref drawn, each => each.WithLearningRate(ARate()), 0.8);
        Try(ref drawn, each => each.WithPenalty(Penalty.ElasticNet(Positive(), _random.NextDouble())), 0.3);
        Try(ref drawn, each => each.WithGradientClipping(_random.Next(2) == 0 ? GradientClipping.ByNorm(Positive()) : GradientClipping.ByValue(Positive())), 0.3);
        Try(ref drawn, each => each.WithAveraging(_random.Next(4) == 0 ? long.MaxValue : _random.Next(1, 9)), 0.3);
        Try(ref drawn, each => _random.Next(2) == 0 ? each.WithBalancedClasses() : each.WithClassWeights(Doubles(each.Loss.Targets.IsClassification ? Math.Max(2, outputs) : 1)), 0.5);
        Try(ref drawn, each => each.WithStandardization(center: _random.Next(4) > 0), 0.5);
        Try(ref drawn, each => each.WithoutBias(), 0.15);
        Try(ref drawn, each => each.WithSeed(_random.NextInt64(long.MinValue, long.MaxValue)), 0.5);
        Try(ref drawn, each => each.WithInitialWeights(InitialWeights.Uniform(-Positive(), Positive())), 0.2);
        Try(ref drawn, each => each.WithInitialWeights(ExtremeNumbers.Many<T>(_random, inputs * outputs, _wildness), _random.Next(2) == 0 ? [] : ExtremeNumbers.Many<T>(_random, outputs, _wildness)), 0.3);
        Try(ref drawn, each => each.WithFeatureNames([.. Enumerable.Range(0, inputs).Select(input => $"{Text()}{input}")]), 0.3);
        Try(ref drawn, each => each.WithClassNames([.. Enumerable.Range(0, Math.Max(2, outputs)).Select(label => $"{Text()}{label}")]), 0.3);
        int keys = _random.Next(50) == 0 ? _random.Next(200, 260) : _random.Next(3);
        for (int index = 0; index < keys; index++)
        {
            int number = index;
            Try(ref drawn, each => each.WithMetadata($"{Text()}{number}", Text()), 1);
        }

        return drawn;
    }

    /// <summary>Takes a step of the description, unless it is refused, which is the right of the builder.</summary>
    private void Try(ref PerceptronBuilder<T> drawn, Func<PerceptronBuilder<T>, PerceptronBuilder<T>> step, double share)
    {
        if (_random.NextDouble() < share)
        {
            try
            {
                drawn = step(drawn);
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
            }
        }
    }

    private Optimizer AnOptimizer() => _optimizer switch
    {
        0 => Optimizer.Sgd,
        1 => Optimizer.Momentum(_random.NextDouble()),
        2 => Optimizer.Nesterov(_random.NextDouble()),
        3 => Optimizer.AdaGrad(Positive()),
        4 => Optimizer.RmsProp(_random.NextDouble(), Positive()),
        5 => Optimizer.Adam(_random.NextDouble(), _random.NextDouble(), Positive()),
        6 => Optimizer.AdamW(Positive(), _random.NextDouble(), _random.NextDouble()),
        7 => Optimizer.PassiveAggressive(Positive()),
        8 => Optimizer.SoftPassiveAggressive(Positive()),
        9 => Optimizer.From(new HeavyBall(0.9)),
        10 => Optimizer.Ftrl(Positive(), Positive(), Positive(), Positive()),
        _ => Optimizer.Lbfgs(_random.Next(1, 5), _random.Next(2) == 0 ? 0 : 1e-8),
    };

    private LearningRate ARate()
    {
        LearningRate rate = _random.Next(6) switch
        {
            0 => LearningRate.Constant(Positive()),
            1 => LearningRate.Cosine(Positive(), _random.Next(1, 9), 0, _random.Next(2) == 0 ? RateUnit.Epoch : RateUnit.Step),
            2 => LearningRate.Exponential(Positive(), _random.NextDouble(), RateUnit.Step),
            3 => LearningRate.InverseScaling(Positive(), _random.NextDouble(), RateUnit.Step),
            _ => _own,
        };
        rate = _random.Next(3) == 0 ? rate.WithWarmUp(_random.Next(1, 5)) : rate;
        return _random.Next(3) == 0 ? rate.LoweredOnPlateau(0.5, _random.Next(3)) : rate;
    }

    private double Positive() => _random.Next(2) == 0
        ? 0.01 + _random.NextDouble()
        : Math.Max(1e-300, Math.Abs(double.CreateTruncating(ExtremeNumbers.Next<T>(_random, _wildness))));

    private double[] Doubles(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _random.Next(8) == 0 ? -0.0 : Math.Abs(double.CreateTruncating(ExtremeNumbers.Next<T>(_random, _wildness))))];

    private string Text() => string.Concat(_random.GetItems(_texts, _random.Next(1, 6)));
}
