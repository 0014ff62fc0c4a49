using NeuralNet.Core.Foundation;
using NeuralNet.Core.Rates;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The size of each step, and how it changes during training. Time is counted from 0, in completed epochs or in steps. Only <c>Fit</c>
/// has epochs: a network that only learns online needs <see cref="RateUnit.Step"/>. Immutable and safe to share.
/// </summary>
public sealed partial class LearningRate
{
    private LearningRate(RateSchedule schedule)
    {
        Schedule = schedule;
        Name = schedule.ToString();
    }

    /// <summary>
    /// The name of the learning rate in text and files: the call that creates it, such as <c>cosine(0.1, 50 epochs)</c>.
    /// </summary>
    public string Name { get; }

    internal RateSchedule Schedule { get; }

    /// <summary>Creates a constant rate.</summary>
    /// <param name="rate">The rate, (0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">rate is out of its interval.</exception>
    public static LearningRate Constant(double rate)
    {
        Throw.IfNotPositive(rate);
        return new(new RateSchedule(new ConstantRate(rate)));
    }

    /// <summary>
    /// Creates the rate rate / (t + 1)^power, t = 0, 1, ...: scikit-learn's <c>invscaling</c>, which counts from 1, and in steps.
    /// </summary>
    /// <param name="rate">The rate at the start, (0, inf).</param>
    /// <param name="power">How fast it falls, (0, inf). Default 0.5: the square root.</param>
    /// <param name="unit">The unit of t. Default epochs; use <see cref="RateUnit.Step"/> without epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public static LearningRate InverseScaling(
        double rate, double power = Defaults.InverseScalingPower, RateUnit unit = Defaults.RateUnit)
    {
        Throw.IfNotPositive(rate);
        Throw.IfNotPositive(power);
        Throw.IfUndefined(unit);
        return new(new RateSchedule(new InverseScalingRate(rate, power, new Clock(unit))));
    }

    /// <summary>Creates the rate rate * factor^t, t = 0, 1, ...: PyTorch's <c>ExponentialLR</c>.</summary>
    /// <param name="rate">The rate at the start, (0, inf).</param>
    /// <param name="factor">The factor for each unit of time, (0, 1].</param>
    /// <param name="unit">The unit of t. Default epochs; use <see cref="RateUnit.Step"/> without epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public static LearningRate Exponential(double rate, double factor, RateUnit unit = Defaults.RateUnit)
    {
        Throw.IfNotPositive(rate);
        CheckFactor(factor);
        Throw.IfUndefined(unit);
        return new(new RateSchedule(new ExponentialRate(rate, factor, new Clock(unit))));
    }

    /// <summary>Creates the rate rate * factor^floor(t / length), t = 0, 1, ...: PyTorch's <c>StepLR</c>.</summary>
    /// <param name="rate">The rate at the start, (0, inf).</param>
    /// <param name="factor">The factor for each length of time, (0, 1].</param>
    /// <param name="length">The time between two reductions, [1, inf).</param>
    /// <param name="unit">The unit of t. Default epochs; use <see cref="RateUnit.Step"/> without epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public static LearningRate Step(double rate, double factor, int length, RateUnit unit = Defaults.RateUnit)
    {
        Throw.IfNotPositive(rate);
        CheckFactor(factor);
        Throw.IfNotPositive(length);
        Throw.IfUndefined(unit);
        return new(new RateSchedule(new StepRate(rate, factor, length, new Clock(unit))));
    }

    /// <summary>
    /// Creates the rate lowest + (rate - lowest) (1 + cos(pi t / length)) / 2, t = 0, 1, ... until t = length, then lowest: one cycle of
    /// I. Loshchilov and F. Hutter, SGDR, 2017; PyTorch's <c>CosineAnnealingLR</c> up to its end.
    /// </summary>
    /// <param name="rate">The rate at the start, (0, inf).</param>
    /// <param name="length">The time until the lowest rate is reached, [1, inf).</param>
    /// <param name="lowest">The lowest rate, [0, rate]. Default 0: the weights no longer change after that.</param>
    /// <param name="unit">The unit of t. Default epochs; use <see cref="RateUnit.Step"/> without epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public static LearningRate Cosine(
        double rate, int length, double lowest = Defaults.LowestLearningRate, RateUnit unit = Defaults.RateUnit)
    {
        Throw.IfNotPositive(rate);
        Throw.IfNotPositive(length);
        if (!(lowest >= 0 && lowest <= rate))
        {
            Throw.ArgumentOutOfRange_Outside(
                nameof(lowest), lowest, Invariant($"[0, {rate}]"), "For a rate that grows use WithWarmUp or LearningRate.From.");
        }

        Throw.IfUndefined(unit);
        return new(new RateSchedule(new CosineRate(rate, length, lowest, new Clock(unit))));
    }

    /// <summary>
    /// Creates a rate from a user's own function of time, called at each step. It must return a number in (0, inf); otherwise the
    /// training ends with an <see cref="InvalidOperationException"/> and the weights of its last complete epoch. To resume a training, it
    /// must depend only on its argument.
    /// </summary>
    /// <param name="rate">The function.</param>
    /// <param name="name">The name of the rate in text and files, such as <c>saw-tooth(0.1)</c>.</param>
    /// <exception cref="ArgumentNullException">rate or name is null.</exception>
    /// <exception cref="ArgumentException">name is blank.</exception>
    public static LearningRate From(Func<RateTime, double> rate, string name)
    {
        ArgumentNullException.ThrowIfNull(rate);
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException("name is blank; pass a name for the rate, such as 'saw-tooth(0.1)'.", nameof(name));
        }

        return new(new RateSchedule(new UserRate(rate, name)));
    }

    /// <summary>
    /// Adds a slow start: for t = 0 ... length - 1 the rate is multiplied by (t + 1) / length. Both clocks start together: a rate that
    /// falls after 10 epochs falls after 10 epochs, not after the warm-up plus 10. Equals PyTorch's <c>LinearLR(start_factor=1/length,
    /// total_iters=length-1)</c> chained with the other schedule. A second call replaces the first.
    /// </summary>
    /// <param name="length">The time until the full rate is reached, [1, inf); 1 changes nothing.</param>
    /// <param name="unit">The unit of t. Default epochs; use <see cref="RateUnit.Step"/> without epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public LearningRate WithWarmUp(int length, RateUnit unit = Defaults.RateUnit)
    {
        Throw.IfNotPositive(length);
        Throw.IfUndefined(unit);
        return new(Schedule with { WarmUp = new WarmUp(length, new Clock(unit)) });
    }

    /// <summary>
    /// Multiplies the rate by factor whenever the loss of <c>Fit</c> has not improved for more than patience epochs in a row; then the
    /// count starts again. The loss is the objective with penalty, on the validation rows if there are any. An epoch improves if its loss
    /// is below least * (1 - minimumImprovement), with least as the loss of the last epoch that improved. Equals PyTorch's
    /// <c>ReduceLROnPlateau(mode='min', threshold_mode='rel', eps=0)</c>; if least is below 0, the loss must also fall by
    /// minimumImprovement * |least|. A second call replaces the first.
    /// </summary>
    /// <param name="factor">The factor of each reduction, (0, 1). Default 0.1.</param>
    /// <param name="patience">
    /// The number of epochs in a row without improvement before the next one lowers the rate, [0, inf). Default 10.
    /// </param>
    /// <param name="minimumImprovement">The smallest improvement that counts, as a share of the loss, [0, 1). Default 0.0001.</param>
    /// <param name="lowest">The lower bound of the rate, [0, inf). Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public LearningRate LoweredOnPlateau(
        double factor = Defaults.PlateauFactor,
        int patience = Defaults.PlateauPatience,
        double minimumImprovement = Defaults.PlateauMinimumImprovement,
        double lowest = Defaults.LowestLearningRate)
    {
        if (!(factor > 0 && factor < 1))
        {
            Throw.ArgumentOutOfRange_Outside(nameof(factor), factor, "(0, 1)", "A smaller factor lowers the rate more.");
        }

        if (patience < 0)
        {
            Throw.ArgumentOutOfRange_Outside(
                nameof(patience), patience, "[0, inf)", "With 0 the rate falls after each epoch without improvement.");
        }

        if (!(minimumImprovement >= 0 && minimumImprovement < 1))
        {
            Throw.ArgumentOutOfRange_Outside(
                nameof(minimumImprovement), minimumImprovement, "[0, 1)", "It is a share of the loss: 0.01 is a hundredth.");
        }

        if (!(lowest >= 0 && double.IsFinite(lowest)))
        {
            Throw.ArgumentOutOfRange_Outside(nameof(lowest), lowest, "[0, inf)", "With 0 the rate has no lower bound.");
        }

        return new(Schedule with { Plateau = new ReduceOnPlateau(factor, patience, minimumImprovement, lowest) });
    }

    /// <summary>Returns the name; for a constant rate, only the number.</summary>
    public override string ToString() => Schedule.IsConstant ? Invariant($"{Schedule.At(1, 0)}") : Name;

    private static void CheckFactor(double factor)
    {
        if (!(factor > 0 && factor <= 1))
        {
            Throw.ArgumentOutOfRange_Outside(
                nameof(factor), factor, "(0, 1]", "For a rate that grows use WithWarmUp or LearningRate.From.");
        }
    }
}
