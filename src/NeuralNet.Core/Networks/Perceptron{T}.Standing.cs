using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Where it stands before a Fit.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// What a Fit changes before its first step: if none comes, since rows were refused or it was cancelled, all of it is as it was, and
    /// an earlier training can be resumed as before.
    /// </summary>
    private sealed class Standing(Perceptron<T> network)
    {
        private readonly RunState<T> _run = network._run.Copy();
        private readonly bool _isResumable = network._isResumable;
        private readonly EpochProgress _progress = network._trainer.Progress;
        private readonly T[]? _classWeights = network._trainer.SampleWeights.OfClasses;

        private readonly ExampleChecker<T> _checker = network._checker;

        public long Epochs { get; } = network._trainer.Epochs;

        public bool AwaitsStandardization { get; } = network._parameters.AwaitsStandardization;

        public bool AwaitsBias { get; } = network.AwaitsBias;

        public void Restore()
        {
            if (_run.Live is not null)
            {
                network._trainer.Restore(_run.Best!);
            }

            network.AdoptNames(_checker);
            network._run = _run;
            network._isResumable = _isResumable;
            network._trainer.Progress = _progress;
            network._trainer.SampleWeights.OfClasses = _classWeights;
            if (AwaitsStandardization)
            {
                network._parameters.ForgetStandardization();
            }

            if (AwaitsBias)
            {
                RestoreBias();
            }
        }

        /// <summary>Takes back where the bias began.</summary>
        public void RestoreBias()
        {
            network._parameters.BeginBias(new T[network.OutputCount]);
            network._awaitsBias = true;
        }
    }
}
