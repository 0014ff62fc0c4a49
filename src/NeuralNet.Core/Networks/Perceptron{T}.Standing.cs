using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>The state before a Fit.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// The state that a Fit changes before its first step. Restored if there is no first step, because rows were rejected or the training
    /// was cancelled; an earlier training can still be resumed then.
    /// </summary>
    private sealed class Standing(Perceptron<T> network)
    {
        private readonly PerceptronBuilder<T> _description = network.Description;
        private readonly Trainer<T> _trainer = network._trainer;
        private readonly RunState<T> _run = network._run.Copy();
        private readonly bool _isResumable = network._isResumable;
        private readonly EpochProgress _progress = network._trainer.Progress;
        private readonly T[]? _classWeights = network._trainer.SampleWeights.OfClasses;
        private readonly ExampleChecker<T> _checker = network._checker;
        private readonly bool _hasOffsets = network.HasOffsets;

        public long Epochs { get; } = network._trainer.Epochs;

        public bool AwaitsStandardization { get; } = network._parameters.AwaitsStandardization;

        public bool AwaitsBias { get; } = network.AwaitsBias;

        public void Restore()
        {
            network.Adopt(_description, _trainer);
            if (_run.Live is not null)
            {
                network._trainer.Restore(_run.Best!);
            }

            network.AdoptNames(_checker);
            network.HasOffsets = _hasOffsets;
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

        /// <summary>Resets the bias to 0; the next Fit starts it again at the best constant prediction.</summary>
        public void RestoreBias()
        {
            network._parameters.BeginBias(new T[network.OutputCount]);
            network._awaitsBias = true;
        }
    }
}
