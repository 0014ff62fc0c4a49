using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The optimizer that <see cref="Optimizer.Auto"/> stands for. A function of description and number of rows alone: the same on every machine.
/// </summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
internal readonly record struct OptimizerChoice(Optimizer Optimizer, string Reason)
{
    /// <summary>Up to so many weights and biases that depend on one another, their second derivatives are few.</summary>
    private const int MostOfNewton = 512;

    /// <summary>
    /// Up to so many products in the second derivatives of all rows, Newton's method takes at most some hundredths of a second, at inputs of
    /// any correlation. Above, L-BFGS is 4 to 40 times as fast on inputs that are hardly correlated, and on others some times as slow.
    /// </summary>
    private const long MostProducts = 1L << 26;

    /// <summary>A quadratic loss needs its second derivatives once, where others take some steps.</summary>
    private const int StepsOfOthers = 4;

    /// <summary>Up to so many weights that are not 0 the second derivatives fit into memory.</summary>
    private const int MostOfCoordinates = 4000;

    /// <summary>What the message of a training says.</summary>
    public string Message => $"Optimizer.Auto chose '{Optimizer}': {Reason}.";

    /// <summary>Chooses the optimizer.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="rows">The number of rows; null if it is not known, as of a stream.</param>
    /// <param name="factors">What multiplies the penalty of each input <c>[inputs]</c>; null if all are 1.</param>
    /// <param name="boundedAway">The number of weights of one output, or of all, that may be at a bound other than 0; null without bounds.</param>
    /// <param name="areSparse">Whether the rows are in memory and sparse.</param>
    public static OptimizerChoice Of(
        Loss loss,
        Penalty penalty,
        int inputs,
        int outputs,
        bool hasBias,
        int? rows,
        IReadOnlyList<double>? factors = null,
        int? boundedAway = null,
        bool areSparse = false)
    {
        int coupled = loss.CouplesOutputs ? outputs : 1;
        if (penalty.L1Strength > 0)
        {
            // Of the weights with a penalty the lasso keeps no more than there are rows, besides those that a bound keeps from 0; with an
            // L2 part it may keep all.
            long free = (factors?.Count(factor => factor == 0) ?? 0) + (boundedAway ?? 0);
            long kept = penalty.L2Strength > 0 ? inputs : Math.Min(inputs, (rows ?? inputs) + free);
            if (loss.Curvature is not null && kept * coupled <= MostOfCoordinates)
            {
                return new(Optimizer.CoordinateDescent, "the penalty has an L1 part, and the loss has second derivatives");
            }

            if (loss.Curvature is not null && areSparse && inputs > WorkingSet.MostInputsWrittenOut)
            {
                return new(Optimizer.CoordinateDescent, "the penalty has an L1 part, and second derivatives of sparse rows take no memory");
            }
        }
        else
        {
            long variables = (inputs + (hasBias ? 1L : 0)) * coupled;
            string few = Invariant($"and {variables} {(variables == 1 ? "weight is" : "weights and biases are")} few");
            if (variables <= MostOfNewton && loss.Kinks is not null && boundedAway is null)
            {
                return new(Optimizer.Newton(), $"the loss has kinks, at which it proves an optimum, {few}");
            }

            if (variables <= MostOfNewton && loss.Kinks is null && (loss.Curvature ?? loss.Parabolas) is { } curvature)
            {
                long matrices = loss.CouplesOutputs || curvature.IsQuadratic ? 1 : outputs;
                long most = curvature.IsQuadratic ? StepsOfOthers * MostProducts : MostProducts;
                bool isCheap = rows is null || rows <= most / (matrices * variables * variables);
                if (isCheap)
                {
                    return new(Optimizer.Newton(), $"the loss has second derivatives, {few}");
                }

                return new(Optimizer.Lbfgs(), Invariant($"the loss is convex and smooth, and second derivatives of {rows} rows by {variables} weights and biases take longer"));
            }

            // On 5,000 and 50,000 sparse rows of 2^20 columns L-BFGS took 6 to 130 times as long, at weak and strong penalties.
            bool isWide = areSparse && inputs > WorkingSet.MostInputsWrittenOut;
            bool isDual = rows is not null && penalty.L2Strength > 0 && factors is null && boundedAway is null && loss.CreateProximal() is not null;
            if (isDual && (isWide || !loss.IsSmooth))
            {
                return new(Optimizer.DualCoordinateDescent, isWide
                    ? "the penalty is L2, and a step on a sparse row takes the time of its values"
                    : "the penalty is L2, and the loss has kinks, at which it proves an optimum");
            }
        }

        return loss is { IsConvex: true, IsSmooth: true }
            ? new(Optimizer.Lbfgs(), "the loss is convex and smooth")
            : factors is not null
            ? new(Optimizer.Lbfgs(), "it takes penalty factors, which Optimizer.Adam does not")
            : boundedAway is not null
            ? new(Optimizer.Lbfgs(), "it keeps bounds of weights, which Optimizer.Adam does not")
            : loss.IsConvex && penalty.L1Strength > 0
            ? new(Optimizer.Lbfgs(), "it comes near the optimum of a loss with kinks and an L1 penalty, which no optimizer here can prove")
            : Online(loss, penalty, areSparse);
    }

    /// <summary>The optimizer for a loss whose optimum no other proves: on sparse rows one that keeps to their columns.</summary>
    private static OptimizerChoice Online(Loss loss, Penalty penalty, bool areSparse)
    {
        string reason = loss.IsConvex ? "the loss has kinks" : "the loss may have several minima";
        return !areSparse ? new(Optimizer.Adam(), reason)
            : new(Optimizer.AdaGrad() is var adaptive && (penalty.IsNone || adaptive.PaysLater(penalty)) ? adaptive : Optimizer.Sgd, $"{reason}, and the rows are sparse");
    }
}
