using System.Numerics;

namespace NeuralNet.Core.Evaluation;

/// <summary>Computes metrics from the scores of independent labels.</summary>
internal static class LabelScoring
{
    /// <summary>
    /// Computes the metrics of scores and labels 0 or 1 <c>[rows x outputs]</c>: a label is predicted if its score exceeds the threshold.
    /// </summary>
    public static MultiLabelMetrics Score<T>(
        T[] scores,
        int[] labels,
        int outputs,
        in CountedRows counted,
        double threshold,
        ScoreKind kind,
        IReadOnlyList<string>? labelNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] own = ClassScoring.InDouble(counted.Select(scores, outputs));
        int[] ownLabels = counted.Select(labels, outputs);
        int rows = ownLabels.Length / outputs;
        var perLabel = new ClassificationMetrics[outputs];
        for (int output = 0; output < outputs; output++)
        {
            double[] column = Column(own, output, outputs);
            int[] columnLabels = Column(ownLabels, output, outputs);
            perLabel[output] = kind == ScoreKind.Probability
                ? ClassScoring.OfTwoProbabilities<T>(column, columnLabels, counted, threshold)
                : ClassScoring.ScoreTwo(column, columnLabels, counted, threshold, kind);
        }

        double exact = 0;
        for (int row = 0; row < rows; row++)
        {
            bool isExact = true;
            for (int index = row * outputs; index < (row + 1) * outputs; index++)
            {
                isExact &= (own[index] > threshold) == (ownLabels[index] == 1);
            }

            exact += !isExact ? 0 : counted.Weights.Length == 0 ? 1 : counted.Weights[row];
        }

        return new MultiLabelMetrics(Array.AsReadOnly(perLabel), exact, labelNames);
    }

    private static TValue[] Column<TValue>(TValue[] values, int column, int columns)
    {
        var own = new TValue[values.Length / columns];
        for (int row = 0; row < own.Length; row++)
        {
            own[row] = values[(row * columns) + column];
        }

        return own;
    }
}
