using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>
/// Every optimizer, the user-written one included. <see cref="Optimizer.Auto"/> is left out: a network with it becomes one with the
/// optimizer that it chooses, and <see cref="AutoTests{T}"/> compares the two.
/// </summary>
internal static class OptimizerCatalog
{
    public static IReadOnlyList<Optimizer> All { get; } =
    [
        Optimizer.Sgd,
        Optimizer.Momentum(),
        Optimizer.Nesterov(),
        Optimizer.AdaGrad(),
        Optimizer.RmsProp(),
        Optimizer.Adam(),
        Optimizer.AdamW(),
        Optimizer.Ftrl(),
        Optimizer.PassiveAggressive(),
        Optimizer.SoftPassiveAggressive(),
        Optimizer.Lbfgs(),
        Optimizer.Newton(),
        Optimizer.CoordinateDescent,
        Optimizer.DualCoordinateDescent,
        Optimizer.From(new HeavyBall(0.9)),
    ];

    /// <summary>Returns the description with the optimizer, and with the penalty that it needs.</summary>
    public static PerceptronBuilder<T> WithOptimizerOf<T>(this PerceptronBuilder<T> description, Optimizer optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (optimizer.Limits.IsDual ? description.WithPenalty(Penalty.L2(0.1)) : description).WithOptimizer(optimizer);

    public static TheoryData<string> Names => [.. All.Select(optimizer => optimizer.Name)];
}
