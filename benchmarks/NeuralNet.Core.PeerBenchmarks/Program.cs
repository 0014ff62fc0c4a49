using System.Diagnostics;
using NeuralNet.Core.PeerBenchmarks;
using NeuralNet.Core.PeerBenchmarks.Lines;
using NeuralNet.Core.PeerBenchmarks.Peers;
using NeuralNet.Core.PeerBenchmarks.Texts;

if (args is ["text", ..])
{
    if (args.Length > 1)
    {
        return TextComparison.Run(args[1], args.AsSpan(2));
    }

    Console.Error.WriteLine(TextComparison.Usage);
    return 2;
}

ILine[] lines =
[
    new ArticleLine(),
    new FullBatchLine(rows: 100_000, width: 32, epochs: 50, numPyGoal: 2.1, autogradGoal: 4.4, fitsCache: true),
    new FullBatchLine(rows: 20_000, width: 512, epochs: 20, numPyGoal: 2, autogradGoal: null, fitsCache: true),
    new FullBatchLine(rows: 200_000, width: 128, epochs: 10, numPyGoal: 1.9, autogradGoal: null, fitsCache: false),
    new OnlineLine(rows: 100_000, width: 32, scikitLearnGoal: 4.5, sgdGoal: 3),
    new OnlineLine(rows: 20_000, width: 512, scikitLearnGoal: 11, sgdGoal: 2.5),
    new SoftmaxTrainingLine(rows: 100_000, width: 32, batch: 32, torchGoal: 65, numPyGoal: 18),
    new SoftmaxTrainingLine(rows: 20_000, width: 784, batch: 32, torchGoal: 6, numPyGoal: 3.3),
    new SoftmaxTrainingLine(rows: 20_000, width: 784, batch: 256, torchGoal: 4, numPyGoal: 2.3),
    new OneRowLine(width: 3, mlNetGoal: null),
    new OneRowLine(width: 32, mlNetGoal: 6),
    new OneRowLine(width: 512, mlNetGoal: null),
    new OneRowSoftmaxLine(width: 3),
    new OneRowSoftmaxLine(width: 32),
    new OneRowSoftmaxLine(width: 512),
    new ManyRowsLine(rows: 100_000, width: 32, mlNetGoal: 50),
    new ManyRowsLine(rows: 20_000, width: 512, mlNetGoal: null),
    new OptimumLine(rows: 100_000, width: 32, scikitLearnGoal: 15, mlNetGoal: 25, liblinearGoal: 120),
    new OptimumLine(rows: 20_000, width: 512, scikitLearnGoal: 4, mlNetGoal: 2.5, liblinearGoal: 40),
    new SparseLine(rows: 200_000, columns: 1 << 20, perRow: 75),
    new SparseClassesLine(rows: 20_000, columns: 1 << 16, perRow: 75, classes: 20),
    new SparseClassesLine(rows: 20_000, columns: 1 << 18, perRow: 75, classes: 20),
    new EncodingLine(records: 1_000_000),
];

if (!CommandLine.TryParse(args, out CommandLine? command))
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

ILine[] chosen = [.. lines.Where(command.Takes)];
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"No line has '{command.Filter}' in its name. There are: {string.Join("; ", lines.Select(line => line.Name))}.");
    return 2;
}

long start = Stopwatch.GetTimestamp();
string[] machine = [.. Machine.Describe()];
Console.WriteLine(string.Join(Environment.NewLine, machine));

if (command.Against is null)
{
    Console.WriteLine("TorchSharp is left out: it needs 600 MB of libtorch and a newer C++ runtime than Debian 12 has. PyTorch stands in for it.");
}

using var python = new PythonPeers();
var results = new List<Result>();
foreach (ILine line in chosen)
{
    foreach (Contest contest in line.Contests(python))
    {
        // Ours beside itself: its time alone, and the noise.
        Contestant[] peers = [.. contest.Peers, .. command.Against is null ? [] : (Contestant[])[contest.Ours with { Name = "ours again" }]];
        foreach (Result result in Rounds.Run(contest with { Peers = [.. peers.Where(command.Takes)] }))
        {
            results.Add(result);
            Console.WriteLine(Table.Line(result));
        }
    }

    GC.Collect();
}

string asked = string.Join(", ", python.Versions);
Console.WriteLine(results.Count == 0 ? "Nothing was measured." : asked);
Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} seconds");
if (command.Output is { } path)
{
    File.WriteAllText(path, Table.Markdown(asked.Length == 0 ? machine : [.. machine, asked], results));
}

return 0;
