namespace NeuralNet.Core;

/// <content>What a progress handler may do.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>The thread on which a progress handler is called now; 0 where there is none.</summary>
    private volatile int _reportingThread;

    /// <summary>Hands progress on, and knows meanwhile that the network stands between two epochs.</summary>
    private sealed class BetweenEpochs(Perceptron<T> network, IProgress<TrainingProgress> handler) : IProgress<TrainingProgress>
    {
        public static BetweenEpochs? Create(Perceptron<T> network, IProgress<TrainingProgress>? handler) =>
            handler is null ? null : new BetweenEpochs(network, handler);

        public void Report(TrainingProgress value)
        {
            network._metrics = new()
            {
                Epochs = network.CompletedEpochs,
                Loss = value.Loss,
                ValidationLoss = value.ValidationLoss,
            };
            network._reportingThread = Environment.CurrentManagedThreadId;
            try
            {
                handler.Report(value);
            }
            finally
            {
                network._reportingThread = 0;
            }
        }
    }
}
