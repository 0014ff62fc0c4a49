namespace NeuralNet.Core;

/// <content>Calls of the progress handler.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>The thread that is calling the progress handler; 0 if none is.</summary>
    private volatile int _reportingThread;

    /// <summary>Passes progress on to the handler and marks its thread, on which the network may be saved and copied.</summary>
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
