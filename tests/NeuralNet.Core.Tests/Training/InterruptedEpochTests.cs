using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;
using static NeuralNet.Core.Tests.Support.SparseData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Whatever ends an epoch, a resumed training learns every row once in each epoch: it has the bits of one training.</summary>
public abstract class InterruptedEpochTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 60;
    private const int RowCount = 1500;
    private const int Epochs = 2;
    private const string Fault = "A fault of the user.";

    private static readonly T[] _rows = WrittenOut<T>(RowCount, Inputs, 6);
    private static readonly SparseRowMemory<T> _sparse = Sparse(_rows, Inputs);
    private static readonly int[] _labels = Labels(RowCount, 2);

    [Theory]
    [MemberData(nameof(InterruptedTrainings.WithRate), MemberType = typeof(InterruptedTrainings))]
    public void A_rate_that_heeds_the_cancellation_or_fails_repeats_no_row(string form, string kind, int batchSize)
    {
        foreach (bool isCancelled in (bool[])[true, false])
        {
            Perceptron<T> once = Describe(kind, time => Rate(time.Step)).Build();
            Run(once, form, batchSize);
            int calls = 0;
            int failsAt = int.MaxValue;
            CancellationTokenSource? cancellation = null;
            Perceptron<T> parts = Describe(kind, time =>
            {
                if (++calls == failsAt)
                {
                    Fail(isCancelled, cancellation!);
                }

                return Rate(time.Step);
            }).Build();

            foreach (int next in (int[])[3, 40, 1, 260, 1000, int.MaxValue])
            {
                (calls, failsAt) = (0, next);
                using (cancellation = new())
                {
                    Run(parts, form, batchSize, null, cancellation);
                }
            }

            parts.ToBytes().Should().Equal(once.ToBytes(), $"cancelled: {isCancelled}");
        }
    }

    [Theory]
    [MemberData(nameof(InterruptedTrainings.All), MemberType = typeof(InterruptedTrainings))]
    public void A_progress_handler_that_heeds_the_cancellation_or_fails_repeats_no_row(string form, string kind, int batchSize)
    {
        foreach (bool isCancelled in (bool[])[true, false])
        {
            Perceptron<T> once = Describe(kind).Build();
            Run(once, form, batchSize);
            Perceptron<T> parts = Describe(kind).Build();
            foreach (int failsAt in (int[])[1, 2, 4, 1, 3, int.MaxValue])
            {
                using var cancellation = new CancellationTokenSource();
                int calls = 0;
                var progress = new ProgressHandler(_ =>
                {
                    if (++calls == failsAt)
                    {
                        Fail(isCancelled, cancellation);
                    }
                });
                Run(parts, form, batchSize, progress, cancellation);
            }

            parts.ToBytes().Should().Equal(once.ToBytes(), $"cancelled: {isCancelled}");
        }
    }

    [Theory]
    [MemberData(nameof(InterruptedTrainings.All), MemberType = typeof(InterruptedTrainings))]
    public void A_cancelled_token_repeats_no_row(string form, string kind, int batchSize)
    {
        Perceptron<T> once = Describe(kind).Build();
        Run(once, form, batchSize);
        Perceptron<T> parts = Describe(kind).Build();
        foreach (int failsAt in (int[])[1, 2, 4, 1, 3, int.MaxValue])
        {
            using var cancellation = new CancellationTokenSource();
            int calls = 0;
            Run(parts, form, batchSize, new ProgressHandler(_ => CancelAt(++calls == failsAt, cancellation)), cancellation);
            parts = Perceptron.Load<T>(parts.ToBytes(), new CustomParts { LearningRate = parts.Description.LearningRate });
        }

        parts.ToBytes().Should().Equal(once.ToBytes());
    }

    private static void CancelAt(bool isDue, CancellationTokenSource cancellation)
    {
        if (isDue)
        {
            cancellation.Cancel();
        }
    }

    private static double Rate(long step) => 0.2 / Math.Sqrt(step);

    private static void Fail(bool isCancelled, CancellationTokenSource cancellation)
    {
        if (!isCancelled)
        {
            throw new InvalidOperationException(Fault);
        }

        cancellation.Cancel();
        cancellation.Token.ThrowIfCancellationRequested();
    }

    private static PerceptronBuilder<T> Describe(string kind, Func<RateTime, double>? rate = null)
    {
        PerceptronBuilder<T> start = Perceptron.BinaryClassifier<T>(Inputs).WithInitialWeights(InitialWeights.Zeros);
        if (kind.Contains("aggressive", StringComparison.Ordinal))
        {
            start = start.WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive(0.3));
            return kind.StartsWith("average", StringComparison.Ordinal) ? start.WithAveraging(5) : start;
        }

        PerceptronBuilder<T> description = kind switch
        {
            "L2" => start.WithPenalty(Penalty.L2(0.01)),
            "L1" => start.WithPenalty(Penalty.L1(0.001)),
            "average" => start.WithPenalty(Penalty.L2(0.001)).WithAveraging(5),
            "ftrl" => start.WithOptimizer(Optimizer.Ftrl(l1: 0.1)),
            _ => start,
        };
        return rate is null ? description : description.WithLearningRate(LearningRate.From(time => rate(time), "counted"));
    }

    /// <summary>Trains the epochs that are left.</summary>
    private static void Run(
        Perceptron<T> network, string form, int batchSize, IProgress<TrainingProgress>? progress = null, CancellationTokenSource? cancellation = null)
    {
        int epochs = Epochs - (int)network.CompletedEpochs;
        if (epochs == 0)
        {
            return;
        }

        var options = new TrainingOptions { Epochs = epochs, BatchSize = batchSize, Resume = true, ProgressInterval = TimeSpan.Zero };

        try
        {
            if (form.EndsWith("stream", StringComparison.Ordinal))
            {
                network.Fit(Batches(form, batchSize), options with { BatchSize = null }, null, progress, cancellation?.Token ?? default);
            }
            else
            {
                var examples = new Examples<T>(form == "dense" ? _rows : _sparse, _labels);
                network.Fit(examples, options, null, progress, cancellation?.Token ?? default);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || exception.Message == Fault)
        {
        }
    }

    private static IEnumerable<Examples<T>> Batches(string form, int size)
    {
        for (int start = 0, number = 0; start < RowCount; start += size, number++)
        {
            int end = Math.Min(start + size, RowCount);
            bool isSparse = form == "sparse stream" || (form == "mixed stream" && number % 50 < 30);
            yield return new(isSparse ? _sparse[start..end] : (RowMemory<T>)_rows.AsMemory(start * Inputs, (end - start) * Inputs), _labels.AsMemory(start, end - start));
        }
    }
}

public sealed class InterruptedEpochTestsInFloat : InterruptedEpochTests<float>;

public sealed class InterruptedEpochTestsInDouble : InterruptedEpochTests<double>;
