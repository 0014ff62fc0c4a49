namespace NeuralNet.Core.AotApp;

/// <summary>How many threads a training has in truth: those the system lists by name, and that of the caller.</summary>
internal sealed class ThreadsAtWork : IProgress<TrainingProgress>
{
    private const string Tasks = "/proc/self/task";

    /// <summary>Of the name Linux keeps 15 letters; the app's own name goes on with a full stop.</summary>
    private const string Name = "NeuralNet.Core ";

    private string _seen = "unseen";

    /// <summary>The number in a training that is asked for some, or "unseen" where the system has no such list.</summary>
    public static string Of(int threads)
    {
        const int RowCount = 3_000;
        const int InputCount = 512;
        var work = new ThreadsAtWork();
        Perceptron.BinaryClassifier<float>(InputCount).Build().Fit(
            Rows.Inputs<float>(RowCount, InputCount),
            Rows.Labels(RowCount, 2),
            new TrainingOptions { Epochs = 1, BatchSize = TrainingOptions.FullBatch, Threads = threads },
            work);
        return work._seen;
    }

    public void Report(TrainingProgress value)
    {
        if (Directory.Exists(Tasks))
        {
            int others = Directory.GetDirectories(Tasks).Count(
                task => File.ReadAllText(Path.Combine(task, "comm")).StartsWith(Name, StringComparison.Ordinal));
            _seen = $"{1 + others}";
        }
    }
}
