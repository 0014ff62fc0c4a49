using System.Numerics;

namespace NeuralNet.Core.Evaluation;

/// <summary>
/// Scores <c>[rows x classes]</c> as passed. With the values to subtract from the logits of each row, they become log probabilities,
/// which still rank rows if a probability rounds to 1.
/// </summary>
internal sealed class ClassScores<T>(T[] scores, int classes, double[] largest, double[] logTotals) : ClassScores
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Get(int row, int label)
    {
        double score = double.CreateTruncating(scores[(row * classes) + label]);
        return largest.Length == 0 ? score : (score - largest[row]) - logTotals[row];
    }
}
