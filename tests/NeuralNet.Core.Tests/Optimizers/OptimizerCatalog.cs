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
        Optimizer.From(new HeavyBall(0.9)),
    ];

    public static TheoryData<string> Names => [.. All.Select(optimizer => optimizer.Name)];
}
