namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Every operation on lanes: those of <see cref="ILanes{TSelf}"/>, then those of <see cref="LaneMath"/>.</summary>
public enum LaneOperation
{
    Create,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    FusedMultiplyAdd,
    Abs,
    Min,
    Max,
    Sqrt,
    Round,
    ScaleB,
    LogB,
    IfLess,
    Exp,
    Sigmoid,
    Tanh,
    Log,
    Log1p,
    Softplus,
}
