namespace NeuralNet.Core.Evaluation;

/// <summary>The score of each row for each class.</summary>
internal abstract class ClassScores
{
    public abstract double Get(int row, int label);
}
