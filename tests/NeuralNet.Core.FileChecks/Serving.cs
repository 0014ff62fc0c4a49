using System.Diagnostics;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// Threads that predict while one learns and one reloads a file. Every row is of ones and no network has a bias, so that all
/// weights of a network stay equal, whoever made it: an answer that is not the number of inputs times the weight of one version
/// came of two.
/// </summary>
internal sealed class Serving : IDisposable
{
    private const int Inputs = 8;
    private const int Samples = 40;
    private const int MostVersions = 500_000;

    private readonly double[] _row = Enumerable.Repeat(1.0, Inputs).ToArray();
    private readonly double[] _published = new double[MostVersions];
    private readonly string _folder = Directory.CreateTempSubdirectory("serving").FullName;
    private readonly Perceptron<double> _network = Perceptron.WithInputs<double>(Inputs)
        .WithoutBias().WithLoss(Loss.HalfSquaredError).WithLearningRate(0.01).Build();

    private readonly PerceptronHost<double> _host;
    private volatile bool _stops;

    private Serving() => _host = new(_network.Freeze());

    /// <summary>Runs for some seconds and prints what was seen; 0 where nothing was wrong.</summary>
    public static int Run(int seconds)
    {
        ServingReport report = Observe(readers: 8, TimeSpan.FromSeconds(seconds));
        Console.WriteLine(report);
        return report.IsClean ? 0 : 1;
    }

    /// <summary>Runs for a while.</summary>
    public static ServingReport Observe(int readers, TimeSpan time)
    {
        // What the runtime and its compiler take once is taken before anything is measured.
        using (var warmUp = new Serving())
        {
            warmUp.Serve(readers, TimeSpan.FromMilliseconds(Math.Min(1000, time.TotalMilliseconds / 2)));
        }

        using var serving = new Serving();
        return serving.Serve(readers, time);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long LiveBytes() => GC.GetTotalMemory(forceFullCollection: true);

    private static int HandlesAfter(TimeSpan time)
    {
        Thread.Sleep(time);
        using var process = Process.GetCurrentProcess();
        return process.HandleCount;
    }

    private ServingReport Serve(int readers, TimeSpan time)
    {
        var seen = Enumerable.Range(0, readers).Select(_ => new Reader(this)).ToArray();
        var threads = seen.Select(reader => new Thread(reader.Predict))
            .Append(new Thread(Learn)).Append(new Thread(Reload)).ToArray();
        _published[1] = 0;
        long bytesBefore = LiveBytes();
        Array.ForEach(threads, thread => thread.Start());
        int[] handles = [.. Enumerable.Range(0, Samples).Select(_ => HandlesAfter(time / Samples))];
        _stops = true;
        Array.ForEach(threads, thread => thread.Join());
        long bytesAfter = LiveBytes();

        // A reader that never saw a version has no say on it.
        long unknown = seen.Sum(reader => reader.Seen.Where((weight, version) => !double.IsNaN(weight) && !weight.Equals(_published[version])).LongCount());
        return new(
            Answers: seen.Sum(reader => reader.Answers),
            Versions: _host.Current.Version,
            VersionsSeen: seen.SelectMany(reader => reader.Seen.Index().Where(pair => !double.IsNaN(pair.Item)).Select(pair => pair.Index)).Distinct().Count(),
            Mixed: seen.Sum(reader => reader.Mixed) + unknown,
            Backwards: seen.Sum(reader => reader.Backwards),
            AllocatedByReaders: seen.Sum(reader => reader.Allocated),
            LiveBytesGained: bytesAfter - bytesBefore,
            HandlesGained: handles[^(Samples / 4)..].Min() - handles[..(Samples / 4)].Max());
    }

    private void Learn()
    {
        for (long step = 0; !_stops && _host.Current.Version < MostVersions - 3; step++)
        {
            // Targets that move keep the weights moving.
            _network.Learn(_row, 1 + (step % 1000));
            Note(_host.Publish(_network.Freeze(), examples: 1));
            Thread.Yield();
        }
    }

    private void Reload()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        for (int file = 1; !_stops; file++)
        {
            FrozenPerceptron.FromWeights<double>(Inputs, Enumerable.Repeat(-(double)file, Inputs).ToArray(), [], Activation.Identity).Save(path);
            Note(_host.Reload(path));
        }
    }

    private void Note(PublishedPerceptron<double> published) => Volatile.Write(ref _published[published.Version], published.Model.Weights[0]);

    /// <summary>One thread that predicts, and all it saw.</summary>
    private sealed class Reader
    {
        private readonly Serving _serving;

        public Reader(Serving serving)
        {
            _serving = serving;
            Seen = new double[MostVersions];
            Array.Fill(Seen, double.NaN);
        }

        /// <summary>The weight of each version that was current when this thread looked; NaN for the others.</summary>
        public double[] Seen { get; }

        public long Answers { get; private set; }

        public long Mixed { get; private set; }

        public long Backwards { get; private set; }

        public long Allocated { get; private set; }

        public void Predict()
        {
            long last = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            while (!_serving._stops)
            {
                PublishedPerceptron<double> current = _serving._host.Current;
                double answer = current.Predict(_serving._row);
                double weight = current.Model.Weights[0];
                Mixed += answer.Equals(Inputs * weight) && (double.IsNaN(Seen[current.Version]) || Seen[current.Version].Equals(weight)) ? 0 : 1;
                Backwards += current.Version < last ? 1 : 0;
                Seen[current.Version] = weight;
                last = current.Version;
                Answers++;
            }

            Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
