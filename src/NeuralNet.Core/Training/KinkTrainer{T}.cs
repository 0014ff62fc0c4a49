using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Trains with a loss of straight pieces to an optimum that is proved by a lower bound of the loss. Rows that fit in memory are solved by
/// <see cref="KinkProgram"/> in one epoch. Of more rows, epochs of Newton's method on a smoothed loss find those near a kink, and the program
/// takes these, with the straight pieces of all others.
/// </summary>
/// <remarks>
/// An epoch depends on the weights, the width of the smoothing and the rows alone. So only the width is remembered, and a training that goes
/// on has the bits of one that was not interrupted.
/// </remarks>
internal sealed class KinkTrainer<T> : NewtonTrainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The gain of a step, as a share of what smoothing adds to the loss, at which a smoothed optimum is near enough.</summary>
    private const double NearlyThere = 0.1;

    /// <summary>The least factor of the width after too many rows near a kink.</summary>
    private const double LeastFactor = 1.0 / 16;

    /// <summary>The factor of the width if rows farther out crossed a kink.</summary>
    private const double CrossedFactor = 0.25;

    private readonly SmoothedKinks _smoothed;
    private readonly KinkSearch _search;
    private double _width;
    private double _gap = double.NaN;
    private double _loss = double.NaN;
    private bool _isReady;
    private readonly bool[] _isDropped;

    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="smoothed">The loss, smoothed.</param>
    /// <param name="search">Finds the rows near a kink.</param>
    /// <param name="rankTolerance">The least share of an input, apart from the inputs before it, that counts as none.</param>
    /// <param name="loss">The properties of an optimum of the loss.</param>
    /// <param name="settings">The other settings.</param>
    public KinkTrainer(
        BatchGradient<T> gradient, SmoothedKinks smoothed, KinkSearch search, double rankTolerance, OptimumTraits loss, in TrainerSettings settings)
        : base(gradient, smoothed, rankTolerance, loss, settings, search)
    {
        _smoothed = smoothed;
        _search = search;
        _isDropped = new bool[Shape.Variables];
    }

    public override Optimality? Optimality => new(_gap, Tolerance, double.NaN) { IsOfBound = true };

    public override bool ProvesOptimum => true;

    /// <inheritdoc/>
    /// <remarks>An optimum is proved in the epoch that finds it.</remarks>
    public override bool IsAtOptimum(in ExampleSource<T> source) => false;

    public override IReadOnlyList<int> AliasedInputs => Indices.Find(_isDropped.AsSpan(_isDropped.Length - Parameters.Inputs).ToArray(), true);

    public override int MemoryLength => 1;

    /// <summary>The distance from the lower bound, as a share of the objective, that is an optimum. Weights of float have fewer digits.</summary>
    private static double Tolerance => typeof(T) == typeof(float) ? 1e-6 : 1e-9;

    public override void BeginFit()
    {
        _isReady = false;
        _gap = double.NaN;
    }

    public override void Forget()
    {
        base.Forget();
        _width = 0;
        _isReady = false;
    }

    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective)
    {
        IterationStatus status = _isReady ? IterationStatus.Progressed : Begin(source, team, cancellationToken);
        if (status == IterationStatus.Progressed)
        {
            status = _width == 0 || IsSmoothOptimum ? Solve(source, team, cancellationToken) : Smooth(source, team, cancellationToken);
        }

        Steps += status == IterationStatus.Cancelled ? 0 : 1;
        _isReady = status == IterationStatus.Progressed;
        objective = status == IterationStatus.NotFinite ? double.NaN : _loss;
        return status switch
        {
            IterationStatus.Cancelled => EpochEnd.Cancelled,
            IterationStatus.Stalled => EpochEnd.Stalled,
            IterationStatus.Converged => EpochEnd.Converged,
            _ => EpochEnd.Completed,
        };
    }

    protected override void Remember(Span<T> memory) => memory[0] = T.CreateTruncating(_width);

    protected override bool TryRecall(ReadOnlySpan<T> memory)
    {
        // Widths are powers of two.
        if (memory.Length != 1 || !(memory[0] == T.Zero || T.IsPow2(memory[0])))
        {
            return false;
        }

        _width = double.CreateTruncating(memory[0]);
        _isReady = false;
        return true;
    }

    /// <summary>Whether the next step gains little of what smoothing adds to the loss.</summary>
    private bool IsSmoothOptimum => -0.5 * Equations.Slope / Divisor <= (NearlyThere * (Value - _loss)) + Noise();

    private IterationStatus Begin(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken) =>
        !TryLearnVariables(source, cancellationToken) ? IterationStatus.Cancelled
        : _width == 0 ? IterationStatus.Progressed
        : Arrive(source, team, cancellationToken);

    /// <summary>Computes the loss at the weights in training, and the next step on the smoothed loss.</summary>
    private IterationStatus Arrive(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        IterationStatus status = EvaluateLoss(source, team, cancellationToken);
        _smoothed.Width = _width;
        status = status == IterationStatus.Progressed ? Evaluate(source, CurvatureOrder.Second, team, cancellationToken) : status;
        if (status == IterationStatus.Progressed)
        {
            Arrive(CurvatureOrder.Second);
            Equations.IsDropped.CopyTo(_isDropped);
        }

        return status;
    }

    /// <summary>Computes the loss itself.</summary>
    private IterationStatus EvaluateLoss(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _smoothed.Width = 0;
        IterationStatus status = Evaluate(source, CurvatureOrder.First, team, cancellationToken);
        _loss = Value;
        return status;
    }

    /// <summary>Takes a step on the smoothed loss.</summary>
    private IterationStatus Smooth(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _smoothed.Width = _width;
        IterationStatus status = Iterate(source, team, cancellationToken);
        if (status != IterationStatus.Progressed)
        {
            return status == IterationStatus.Converged ? Arrive(source, team, cancellationToken) : status;
        }

        double value = Value;
        status = EvaluateLoss(source, team, cancellationToken);
        Value = value;
        return status;
    }

    /// <summary>Solves the program of the rows near a kink, or makes the width smaller if they are too many.</summary>
    private IterationStatus Solve(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        bool isWhole = _width == 0;
        _smoothed.Width = 0;
        _search.Begin(isWhole ? double.PositiveInfinity : _width);
        IterationStatus status = Evaluate(source, CurvatureOrder.Kinks, team, cancellationToken);
        if (status != IterationStatus.Progressed)
        {
            return status;
        }

        _loss = Value;
        SetRidge();
        if (_search.IsFull)
        {
            _width = isWhole ? MeanDistance() : Narrowed(Math.Clamp(0.5 * _search.Share, LeastFactor, 0.5));
            status = Arrive(source, team, cancellationToken);
            return status == IterationStatus.Progressed ? Smooth(source, team, cancellationToken) : status;
        }

        if (isWhole)
        {
            Equations.HoldPenalized(_isDropped);
            if (Equations.HasFreeInput)
            {
                KinkEquations.Drop(Sums!.Kinks, Shape.Width, RankTolerances, _isDropped);
            }

            Equations.ReleasePenalized(_isDropped);
        }

        Basis.Read(Point, centers: true);
        double[] solution = [.. Point];
        return TrySolve(solution, isWhole, cancellationToken, out double bound)
            ? Judge(source, solution, bound, isWhole, team, cancellationToken)
            : IterationStatus.Cancelled;
    }

    /// <summary>Solves the program of each output. The bound is that of the objective.</summary>
    private bool TrySolve(Span<double> solution, bool isWhole, CancellationToken cancellationToken, out double bound)
    {
        CurvatureSum sums = Sums!;
        int width = Shape.Width;
        bound = 0;
        for (int output = 0; output < Shape.Outputs; output++)
        {
            KinkRows rows = sums.Kinks[output];
            Span<double> own = solution.Slice(output * width, width);
            var program = new KinkProgram(
                rows, _search.Loss, width, sums.Gradient.Slice(output * width, width), Equations.Ridge, own, _isDropped, isWhole);
            if (!program.TrySolve(rows.FarLoss, cancellationToken))
            {
                return false;
            }

            rows.Release();
            program.Point.CopyTo(own);
            bound += program.Bound / Divisor;
        }

        return true;
    }

    /// <summary>Takes the solution if its loss is lower, and compares the loss with the bound.</summary>
    private IterationStatus Judge(
        in ExampleSource<T> source, ReadOnlySpan<double> solution, double bound, bool isWhole, ThreadTeam? team, CancellationToken cancellationToken)
    {
        double before = _loss;
        T[] weights = [.. Parameters.Trained];
        Basis.Write(solution);
        IterationStatus status = EvaluateLoss(source, team, cancellationToken);
        double rounding = (Rounding.Unit<T>() * InDouble.LargestMagnitude<double>(solution)) + RoundingOfOffsets;
        double noise = rounding * Shape.Outputs * Sums!.Total.Weight / Divisor;
        if (status != IterationStatus.Progressed || !(_loss <= before + noise))
        {
            weights.CopyTo(Parameters.Trained);
            _loss = before;
        }

        if (status == IterationStatus.Cancelled)
        {
            return status;
        }

        double gap = Math.Max(0, _loss - bound);
        _gap = _loss == 0 ? 0 : gap / _loss;
        if (gap <= Math.Max(Tolerance * _loss, noise))
        {
            _width = 0;
            return IterationStatus.Converged;
        }

        double width = isWhole ? 0 : Narrowed(CrossedFactor);
        if (width == 0 || width * Shape.Outputs <= noise)
        {
            return IterationStatus.Stalled;
        }

        _width = width;
        return Arrive(source, team, cancellationToken);
    }

    /// <summary>The first width: so large that most rows lie on a parabola.</summary>
    private double MeanDistance()
    {
        double sum = 0;
        foreach (KinkRows rows in Sums!.Kinks)
        {
            sum += rows.Distance;
        }

        return PowerOfTwo(2 * sum / (Shape.Outputs * Sums.Total.Weight));
    }

    private double Narrowed(double factor) => PowerOfTwo(_width * factor);

    /// <summary>The next power of two that a snapshot can hold.</summary>
    private static double PowerOfTwo(double width)
    {
        int most = typeof(T) == typeof(float) ? 120 : 1000;
        return Math.ScaleB(1, Math.Clamp(width > 0 ? Math.ILogB(width) : -most, -most, most));
    }
}
