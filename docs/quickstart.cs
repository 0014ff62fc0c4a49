#:project ../src/NeuralNet.Core
#:package CsvHelper
#:package Spectre.Console
#:property PublishAot=false

// The quickstart: dotnet run docs/quickstart.cs
// Trains the neuron of the article that this library began with, then a classifier on real data.

using System.Globalization;
using CsvHelper;
using NeuralNet.Core;
using Spectre.Console;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Splits = 20;

// 1. Three inputs, no bias, half squared error through a sigmoid, summed over the full batch, step 1, and the weights that
//    NumPy draws after seed(1).
PerceptronBuilder<double> article = Perceptron.WithInputs<double>(3)
    .WithoutBias()
    .WithLoss(Loss.HalfSquaredErrorThrough(Activation.Sigmoid), Reduction.Sum)
    .WithLearningRate(1)
    .WithInitialWeights(InitialWeights.NumPyUniform(seed: 1));

Console.WriteLine("The article: what the neuron makes of [1, 0, 1]");
foreach (int iterations in new[] { 10, 100, 10_000 })
{
    Perceptron<double> neuron = article.Build();
    neuron.Fit(
        [0, 1, 1, 1, 0, 0, 1, 0, 1], [1.0, 0, 1], new() { Epochs = iterations, BatchSize = TrainingOptions.FullBatch });
    Console.WriteLine($"  after {iterations,6} iterations: {Math.Round(neuron.Predict([1, 0, 1]), 8)}");
}

// 2. Malignant or benign, from 30 measurements: train on 70 % of the rows and test on the others, 20 times. Mean and scale
//    are learned in Fit, so only from the training rows.
(string[] features, float[] rows, int[] labels) = ReadBreastCancer();
PerceptronBuilder<float> description = Perceptron.BinaryClassifier<float>(features.Length)
    .WithStandardization()
    .WithLearningRate(0.05);
var options = new TrainingOptions { Epochs = 40, BatchSize = 8 };

var metrics = new List<ClassificationMetrics>();
var importance = new float[features.Length];
TimeSpan training = TimeSpan.Zero;

Console.WriteLine();
Console.WriteLine($"Breast cancer: {labels.Length} rows, {features.Length} features, {Splits} stratified splits");
if (Console.IsOutputRedirected)
{
    RunSplits((split, progress) =>
    {
        if (progress.Epoch == progress.Epochs && split % 5 == 4)
        {
            Console.WriteLine($"  split {split + 1,2} of {Splits}: training loss {progress.Loss:F4}");
        }
    });
}
else
{
    AnsiConsole.Progress().Start(context =>
    {
        ProgressTask bar = context.AddTask("Training", maxValue: Splits * options.Epochs);
        RunSplits((_, _) => bar.Increment(1));
    });
}

Table table = new Table().AddColumns("held-out rows", "median", "worst");
table.AddRow("accuracy", Percent(Median(m => m.Accuracy)), Percent(metrics.Min(m => m.Accuracy)));
table.AddRow("ROC AUC", $"{Median(m => m.RocAuc!.Value):F4}", $"{metrics.Min(m => m.RocAuc):F4}");
table.AddRow("log loss", $"{Median(m => m.LogLoss!.Value):F4}", $"{metrics.Max(m => m.LogLoss):F4}");
AnsiConsole.Write(table);
Console.WriteLine($"Median accuracy on held-out rows: {Percent(Median(m => m.Accuracy))} (worst {Percent(metrics.Min(m => m.Accuracy))})");
Console.WriteLine($"All {Splits} trainings together: {training.TotalSeconds:F2} s");

// A weight times the scale of its input is the weight of the standardized input, which is comparable between features.
Table ranking = new Table().AddColumns("most important features", "weight on the standardized scale");
foreach (int feature in Enumerable.Range(0, features.Length).OrderByDescending(f => Math.Abs(importance[f])).Take(5))
{
    ranking.AddRow(features[feature], $"{importance[feature]:+0.000;-0.000}");
}

AnsiConsole.Write(ranking);
Console.WriteLine("A positive weight speaks for malignant; means over the splits.");

void RunSplits(Action<int, TrainingProgress> report)
{
    for (int split = 0; split < Splits; split++)
    {
        (int[] train, int[] test) = StratifiedSplit(labels, heldOut: 0.3, seed: split);
        int number = split;
        TrainingResult<float> result = description.WithSeed(split).Build().Fit(
            RowsOf(train), LabelsOf(train), options, new Report(progress => report(number, progress)));

        training += result.Duration;
        metrics.Add(result.Network.Evaluate(RowsOf(test), LabelsOf(test)));
        for (int feature = 0; feature < features.Length; feature++)
        {
            importance[feature] += result.Network.Weights[feature] * result.Network.InputScales[feature] / Splits;
        }
    }
}

double Median(Func<ClassificationMetrics, double> metric)
{
    double[] sorted = [.. metrics.Select(metric).Order()];
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}

static string Percent(double share) => $"{100 * share:F2} %";

float[] RowsOf(int[] selection) =>
    [.. selection.SelectMany(row => rows[(row * features.Length)..((row + 1) * features.Length)])];

int[] LabelsOf(int[] selection) => [.. selection.Select(row => labels[row])];

// Splits the rows, with the same share of every class on both sides.
static (int[] Train, int[] Test) StratifiedSplit(int[] labels, double heldOut, int seed)
{
    var random = new Random(seed);
    List<int> train = [], test = [];
    foreach (IGrouping<int, int> group in Enumerable.Range(0, labels.Length).GroupBy(row => labels[row]))
    {
        int[] members = [.. group];
        random.Shuffle(members);
        int count = (int)Math.Round(heldOut * members.Length);
        test.AddRange(members[..count]);
        train.AddRange(members[count..]);
    }

    return ([.. train], [.. test]);
}

static (string[] Features, float[] Rows, int[] Labels) ReadBreastCancer()
{
    string folder = (string?)AppContext.GetData("EntryPointFileDirectoryPath") ?? "docs";
    using var text = new StreamReader(Path.Combine(folder, "data", "breast_cancer_wisconsin.csv"));
    using var csv = new CsvReader(text, CultureInfo.InvariantCulture);
    csv.Read();
    csv.ReadHeader();
    string[] features = csv.HeaderRecord![..^1];
    List<float> rows = [];
    List<int> labels = [];
    while (csv.Read())
    {
        rows.AddRange(features.Select(feature => csv.GetField<float>(feature)));
        labels.Add(csv.GetField("diagnosis") == "malignant" ? 1 : 0);
    }

    return (features, [.. rows], [.. labels]);
}

// The framework's Progress<T> reports on other threads, possibly after the training; this class reports at once.
file sealed class Report(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    void IProgress<TrainingProgress>.Report(TrainingProgress value) => report(value);
}
