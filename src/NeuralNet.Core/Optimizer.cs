using System.Numerics;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>How weights move along their gradients. Immutable and safe to share.</summary>
public abstract class Optimizer
{
    private protected Optimizer(string name) => Name = name;

    /// <summary>Stochastic gradient descent, w := w - rate * gradient. The default.</summary>
    public static Optimizer Sgd => field ??= From(default(Sgd));

    /// <summary>The name by which people and files know the optimizer, such as <c>sgd</c>.</summary>
    public string Name { get; }

    /// <summary>A user's own optimizer.</summary>
    /// <param name="optimizer">The rule, with its settings; every network works on a copy of its own.</param>
    /// <exception cref="ArgumentException">The optimizer wants other than 0, 1 or 2 states for each weight.</exception>
    public static Optimizer From<TOptimizer>(TOptimizer optimizer)
        where TOptimizer : struct, IOptimizer
    {
        if (TOptimizer.StatesPerWeight is < 0 or > 2)
        {
            throw new ArgumentException(
                $"The optimizer '{optimizer.Name}' has StatesPerWeight {TOptimizer.StatesPerWeight}; 0, 1 and 2 are possible.", nameof(optimizer));
        }

        return new StructOptimizer<TOptimizer>(optimizer);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The training loops of this optimizer with the given loss.</summary>
    internal abstract Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private sealed class StructOptimizer<TOptimizer>(TOptimizer optimizer) : Optimizer(optimizer.Name)
        where TOptimizer : struct, IOptimizer
    {
        internal override Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings) =>
            loss.CreateTrainer(parameters, optimizer, settings);
    }
}
