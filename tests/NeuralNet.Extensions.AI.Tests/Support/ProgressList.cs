namespace NeuralNet.Extensions.AI.Tests.Support;

/// <summary>Collects reports in their order, on the thread that reports.</summary>
internal sealed class ProgressList<T> : IProgress<T>
{
    public List<T> Reports { get; } = [];

    public void Report(T value) => Reports.Add(value);
}
