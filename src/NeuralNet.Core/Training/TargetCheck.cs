using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>Checks targets, labels, weights and offsets before anything changes.</summary>
internal static class TargetCheck
{
    /// <summary>The allowed distance of a row's sum of probabilities from 1: the rounding of thousands of classes in float.</summary>
    public const double DistributionTolerance = 1e-4;

    /// <summary>Rejects too few or too many targets. For a classifier they may be labels that are not int.</summary>
    public static void TargetCount(string parameter, int length, int rows, int outputs, bool isClassification)
    {
        if (length == (long)rows * outputs)
        {
            return;
        }

        if (length == rows && isClassification)
        {
            Throw.Argument_LabelsAsTargets(parameter, rows, outputs);
        }

        Throw.Argument_TargetCount(parameter, length, rows, outputs);
    }

    /// <summary>Rejects targets that are too few or too many, not finite, or outside the domain of the loss.</summary>
    public static void Targets<T>(
        string parameter, ReadOnlySpan<T> targets, int rows, int outputs, string loss, TargetDomain domain, bool areDistributions)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TargetCount(parameter, targets.Length, rows, outputs, domain.IsClassification);
        WeightCheck.CheckFinite(parameter, targets, outputs);

        // An interval that contains the smallest and the largest contains all between them.
        bool areInside = !domain.IsTwoValued
            && domain.Contains(double.CreateTruncating(TensorPrimitives.Min(targets)))
            && domain.Contains(double.CreateTruncating(TensorPrimitives.Max(targets)));
        for (int index = 0; !areInside && index < targets.Length; index++)
        {
            if (!domain.Contains(double.CreateTruncating(targets[index])))
            {
                Throw.Argument_TargetOutOfRange(parameter, targets[index], index / outputs, index % outputs, loss, domain);
            }
        }

        for (int row = 0; areDistributions && row < rows; row++)
        {
            double sum = 0;
            foreach (T probability in targets.Slice(row * outputs, outputs))
            {
                sum += double.CreateTruncating(probability);
            }

            if (Math.Abs(sum - 1) > DistributionTolerance)
            {
                if (domain.IsTwoValued)
                {
                    Throw.Argument_NotOneClass(parameter, sum, row, loss);
                }

                Throw.Argument_NotADistribution(parameter, T.CreateTruncating(sum), row, outputs);
            }
        }
    }

    /// <summary>Rejects labels that are too few or too many, or not a class.</summary>
    public static void Labels(string parameter, ReadOnlySpan<int> labels, int rows, int classes)
    {
        if (labels.Length != rows)
        {
            Throw.Argument_LabelCount(parameter, labels.Length, rows);
        }

        for (int row = 0; row < rows; row++)
        {
            if ((uint)labels[row] >= (uint)classes)
            {
                Throw.Argument_LabelOutOfRange(parameter, labels[row], row, classes);
            }
        }
    }

    /// <summary>Rejects weights of rows that are too few or too many, negative or not finite.</summary>
    public static void Weights<T>(string parameter, ReadOnlySpan<T> weights, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (weights.IsEmpty)
        {
            return;
        }

        if (weights.Length != rows)
        {
            Throw.Argument_WrongLength(parameter, weights.Length, rows, "one for each row, or none at all");
        }

        for (int row = 0; row < rows; row++)
        {
            if (!(weights[row] >= T.Zero && T.IsFinite(weights[row])))
            {
                Throw.Argument_RowWeightOutOfRange(parameter, weights[row], row);
            }
        }
    }

    /// <summary>Rejects offsets of rows that are too few or too many, or not finite.</summary>
    public static void Offsets<T>(string parameter, ReadOnlySpan<T> offsets, int rows, int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (offsets.IsEmpty)
        {
            return;
        }

        if (offsets.Length != (long)rows * outputs)
        {
            Throw.Argument_OffsetCount(parameter, offsets.Length, rows, outputs);
        }

        int index = Finite.IndexOfNonFinite(offsets);
        if (index >= 0)
        {
            Throw.Argument_NotFinite(parameter, offsets[index], index / outputs, index % outputs, Throw.NoExposure);
        }
    }

    /// <summary>Rejects weights of rows that are all 0.</summary>
    public static void AnyCounts<T>(string parameter, ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!weights.IsEmpty && !weights.ContainsAnyExcept(T.Zero))
        {
            Throw.Argument_NoRowCounts(parameter);
        }
    }
}
