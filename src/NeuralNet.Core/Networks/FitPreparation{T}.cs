using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>
/// Prepares the first step of a Fit: learns the weights of balanced classes, mean and scale of the inputs, and the best constant
/// prediction, at which the bias starts.
/// </summary>
internal sealed class FitPreparation<T>(PerceptronBuilder<T> description, Trainer<T> trainer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows of a block, by the tree of which all sums are added.</summary>
    private readonly int _height = RowBlocks.Height(description.InputCount, description.OutputCount);

    /// <summary>Runs the preparation. Returns false if it was cancelled.</summary>
    /// <param name="source">The examples. A stream is enumerated only for classes and scales; these passes also learn the best constant.</param>
    /// <param name="awaitsBias">Whether the bias starts at the best constant prediction.</param>
    /// <param name="cancellationToken">Cancels the preparation.</param>
    /// <param name="constant">The best constant prediction as logits <c>[outputs]</c>; null if it is not known.</param>
    public bool TryRun(in ExampleSource<T> source, bool awaitsBias, CancellationToken cancellationToken, out T[]? constant)
    {
        constant = null;
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        int classes = description.BalancesClasses ? description.Loss.CountClasses(description.OutputCount) : 0;
        if (classes > 0 && !trainer.SampleWeights.TryBalance(source, classes, _height, cancellationToken))
        {
            return false;
        }

        BestConstant<T>? best = NewBestConstant();
        bool isTold = false;
        if (trainer.Parameters.AwaitsStandardization)
        {
            isTold = source.IsStream && description.IsCentered;
            Standardization<T>? standardization = description.IsCentered
                ? new StandardizationLearner<T>(trainer.SampleWeights, description.InputCount, _height).Learn(source, "inputs", isTold ? best : null, cancellationToken)
                : ScaleLearner<T>.Learn(source, trainer.SampleWeights, description.InputCount, "inputs", cancellationToken);
            if (standardization is null)
            {
                return false;
            }

            if (!trainer.Parameters.TryStandardize(standardization))
            {
                Throw.Argument_InitialWeightsOverflow("inputs");
            }
        }

        constant = Constant(best, source, isTold, awaitsBias);
        if (awaitsBias)
        {
            trainer.Parameters.BeginBias(constant ?? new T[description.OutputCount]);
        }

        return true;
    }

    /// <summary>
    /// Returns a constant prediction, as logits <c>[outputs]</c>, of rows without their offsets: the best one, or the mean targets if the
    /// targets would have to be sorted. Null if it has no closed form.
    /// </summary>
    public T[]? ConstantWithoutOffsets(in ExampleSpan<T> rows)
    {
        if (!description.HasBias)
        {
            return new T[description.OutputCount];
        }

        BestConstant<T>? best = NewBestConstant();
        best?.Add(rows with { Offsets = default });
        return best is { NeedsRowsInMemory: true } ? best.Means() : best?.OfMeans(default);
    }

    private BestConstant<T>? NewBestConstant()
    {
        Loss loss = description.Loss;
        return loss.ConstantOfMean is null && loss.ConstantOfErrors is null ? null : new(
            loss.ConstantOfMean, loss.ConstantOfErrors, loss.Targets, loss.CouplesOutputs, description.OutputCount, trainer.SampleWeights, loss.OutputActivation.Bind<T>(), _height);
    }

    /// <summary>
    /// Returns the best constant prediction of a loss of the library, or the mean targets if only a message needs it and the targets would
    /// have to be sorted. Null if it has no closed form, or if a stream was not enumerated for it.
    /// </summary>
    private T[]? Constant(BestConstant<T>? best, in ExampleSource<T> source, bool isTold, bool awaitsBias)
    {
        if (best is null || (source.IsStream && !isTold))
        {
            return null;
        }

        if (!description.HasBias)
        {
            return new T[description.OutputCount];
        }

        if (best.NeedsRowsInMemory && (awaitsBias || source.IsStream))
        {
            return source.IsStream ? null : best.OfErrors(source.Rows);
        }

        if (!source.IsStream)
        {
            best.Add(source.Rows);
        }

        return best.NeedsRowsInMemory ? best.Means() : best.OfMeans(source.IsStream ? default : source.Rows);
    }
}
