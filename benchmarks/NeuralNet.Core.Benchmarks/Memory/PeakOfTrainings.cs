using System.Diagnostics;
using System.Globalization;
using static System.FormattableString;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// The most memory that trainings on sparse rows take, in units of the weights and of what the optimizer keeps for them. Each training runs
/// in a process of its own, since a process knows only the peak of its life.
/// </summary>
internal static class PeakOfTrainings
{
    private const int Inputs = 1 << 25, RowCount = 400_000, PerRow = 75;

    private static readonly PerceptronBuilder<float> Plain = Perceptron.BinaryClassifier<float>(Inputs);

    private static readonly (string Name, PerceptronBuilder<float> Description, int States, int? BatchSize)[] Trainings =
    [
        ("Learn, Sgd", Plain, 0, null),
        ("Learn, AdaGrad", Plain.WithOptimizer(Optimizer.AdaGrad()), 1, null),
        ("Learn, Ftrl", Plain.WithOptimizer(Optimizer.Ftrl()), 2, null),
        ("Fit by rows, Sgd", Plain, 0, 1),
        ("Fit by rows, AdaGrad", Plain.WithOptimizer(Optimizer.AdaGrad()), 1, 1),
        ("Fit by rows, Ftrl", Plain.WithOptimizer(Optimizer.Ftrl()), 2, 1),
        ("Fit by rows, Sgd with an L2 penalty", Plain.WithPenalty(Penalty.L2(1e-6)), 0, 1),
        ("Fit by rows, AdaGrad with an L1 penalty", Plain.WithOptimizer(Optimizer.AdaGrad()).WithPenalty(Penalty.L1(1e-6)), 1, 1),
        ("Fit by batches of 32, Sgd", Plain, 0, 32),
        ("Fit by batches of 32, AdaGrad", Plain.WithOptimizer(Optimizer.AdaGrad()), 1, 32),
    ];

    /// <summary>Prints the peak of each training.</summary>
    public static int Measure()
    {
        Console.WriteLine(Invariant($"{Inputs} columns, {RowCount} rows of {PerRow} values, float; peak / (weights + states)"));
        for (int number = 0; number < Trainings.Length; number++)
        {
            using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["memory", number.ToString(CultureInfo.InvariantCulture)]))!;
            child.WaitForExit();
            if (child.ExitCode != 0)
            {
                return child.ExitCode;
            }
        }

        return 0;
    }

    /// <summary>Runs one training, and prints its peak without that of the rows.</summary>
    public static int Run(string number)
    {
        (string name, PerceptronBuilder<float> description, int states, int? batchSize) = Trainings[int.Parse(number, CultureInfo.InvariantCulture)];
        SparseRowMemory<float> rows = Rows();
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => row % 2)];
        long before = Peak();
        Perceptron<float> network = description.Build();
        if (batchSize is null)
        {
            for (int row = 0; row < RowCount; row++)
            {
                network.Learn(rows.Rows[row], labels[row] == 1);
            }
        }
        else
        {
            network.Fit(rows.Rows, labels, new() { Epochs = 1, BatchSize = batchSize });
        }

        double unit = sizeof(float) * (double)Inputs * (1 + states);
        Console.WriteLine(Invariant($"{name,-42} {(Peak() - before) / unit:F2}"));
        return 0;
    }

    /// <summary>Rows whose columns are spread over all, so that each page of the weights is touched.</summary>
    private static SparseRowMemory<float> Rows()
    {
        var random = new Random(1);
        var starts = new int[RowCount + 1];
        var indices = new int[RowCount * PerRow];
        const int Width = Inputs / PerRow;
        for (int row = 0; row < RowCount; row++)
        {
            starts[row + 1] = (row + 1) * PerRow;
            for (int place = 0; place < PerRow; place++)
            {
                indices[(row * PerRow) + place] = (place * Width) + random.Next(Width);
            }
        }

        return new(starts, indices);
    }

    private static long Peak()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
