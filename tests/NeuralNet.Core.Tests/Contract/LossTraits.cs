using System.Collections.Concurrent;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>What some laws need of a loss, measured on the loss itself.</summary>
/// <param name="IsConvex">Its slope along any line never falls.</param>
/// <param name="IsSmooth">Its slope along any line has no jump.</param>
/// <param name="IsSymmetric">With one output, the mirrored target of the negated logit costs the same.</param>
/// <param name="HasUnitSlopes">Every slope is 0, 1 or -1.</param>
internal sealed record LossTraits(bool IsConvex, bool IsSmooth, bool IsSymmetric, bool HasUnitSlopes)
{
    private const double Reach = 4;
    private const int Steps = 512;
    private const int Lines = 6;
    private static readonly ConcurrentDictionary<Loss, LossTraits> Measured = new();

    public static LossTraits Of(Loss loss) => Measured.GetOrAdd(loss, Measure);

    private static LossTraits Measure(Loss loss)
    {
        var random = new Random(4);
        bool isConvex = true;
        bool isSmooth = true;
        bool hasUnitSlopes = true;
        for (int line = 0; line < Lines; line++)
        {
            Table<double> table = TableMaker<double>.Make(loss, rows: 1, columns: 1, seed: line);
            double[] start = [.. table.Targets.Select(_ => random.NextDouble())];
            double[] direction = [.. table.Targets.Select((_, output) => output == 0 ? 1 : random.NextDouble() - 0.5)];
            double coarse = LargestJump(Steps);
            double fine = LargestJump(Steps * 16);
            isSmooth &= fine < coarse / 2;

            double LargestJump(int steps)
            {
                double largest = 0;
                double? last = null;
                for (int step = 0; step <= steps; step++)
                {
                    double along = Reach * ((2.0 * step / steps) - 1);
                    double[] logits = [.. start.Zip(direction, (from, by) => from + (along * by))];
                    var slopes = new double[logits.Length];
                    loss.Evaluate<double>(logits, table.Targets, slopes);
                    double slope = slopes.Zip(direction, (one, by) => one * by).Sum();
                    isConvex &= !(slope < last - 1e-9);
                    hasUnitSlopes &= slopes.All(one => one is 0 or 1 or -1);
                    largest = Math.Max(largest, Math.Abs(slope - (last ?? slope)));
                    last = slope;
                }

                return largest;
            }
        }

        return new LossTraits(isConvex, isSmooth, IsMirrored(loss), hasUnitSlopes);
    }

    private static bool IsMirrored(Loss loss)
    {
        Interval interval = loss.Targets.Interval;
        bool isReal = double.IsInfinity(interval.Low) && double.IsInfinity(interval.High);
        if (loss.CouplesOutputs || !(interval.IsBounded || isReal))
        {
            return false;
        }

        var ignored = new double[1];
        foreach (double target in TableMaker<double>.Make(loss, rows: 8, columns: 1, seed: 5).Targets)
        {
            for (double logit = -Reach; logit <= Reach; logit += 0.37)
            {
                double cost = loss.Evaluate<double>([logit], [target], ignored);
                double mirrored = loss.Evaluate<double>([-logit], [Mirrored(interval, target)], ignored);
                if (Math.Abs(cost - mirrored) > 1e-12 * Math.Max(1, cost))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The target on the other side of the middle of the interval.</summary>
    public static double Mirrored(Interval interval, double target) =>
        interval.IsBounded ? interval.Low + interval.High - target : -target;
}
