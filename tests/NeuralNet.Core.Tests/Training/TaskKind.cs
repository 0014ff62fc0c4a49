namespace NeuralNet.Core.Tests.Training;

/// <summary>What kinds of examples there are to learn from.</summary>
public enum TaskKind
{
    BinaryLabels,
    BinaryTargets,
    SoftmaxLabels,
    SoftmaxTargets,
    OneOutput,
    ManyOutputs,
}
