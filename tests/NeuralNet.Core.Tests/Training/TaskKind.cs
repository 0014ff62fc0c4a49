namespace NeuralNet.Core.Tests.Training;

/// <summary>The kinds of examples to learn from.</summary>
public enum TaskKind
{
    BinaryLabels,
    BinaryTargets,
    SoftmaxLabels,
    SoftmaxTargets,
    OneOutput,
    ManyOutputs,
}
