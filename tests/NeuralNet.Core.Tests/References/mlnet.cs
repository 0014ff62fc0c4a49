#:package Microsoft.ML
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property RestoreLockedMode=false

// What ML.NET learns of docs/data/iris.csv with the settings that docs/guide.md translates:
//   dotnet run mlnet.cs > mlnet.csv
// "penalty/L1/L2" are weights and bias of the second class against the third one, "normalized/..." the probabilities of row 100.

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

string[][] lines = [.. File.ReadLines("../../../docs/data/iris.csv").Skip(1).Select(line => line.Split(','))];
string[] species = [.. lines.Select(line => line[4]).Distinct()];
Flower[] flowers =
[
    .. lines.Select(line => new Flower
    {
        Features = [.. line[..4].Select(value => float.Parse(value, CultureInfo.InvariantCulture))],
        Species = line[4],
        Label = line[4] == species[2],
    }),
];
var context = new MLContext(seed: 1);
IDataView all = context.Data.LoadFromEnumerable(flowers);
IDataView two = context.Data.LoadFromEnumerable(flowers.Where(flower => flower.Species != species[0]));

foreach ((float l1, float l2) in new[] { (1f, 1f), (0f, 1f), (1f, 0f), (0.5f, 2f) })
{
    LinearBinaryModelParameters model = context.BinaryClassification.Trainers.LbfgsLogisticRegression(
        new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            L1Regularization = l1,
            L2Regularization = l2,
            OptimizationTolerance = 1e-9f,
            MaximumNumberOfIterations = 100_000,
            NumberOfThreads = 1,
        }).Fit(two).Model.SubModel;
    Print(string.Create(CultureInfo.InvariantCulture, $"penalty/{l1}/{l2}"), [.. model.Weights, model.Bias]);
}

foreach (bool? fixZero in new bool?[] { null, false })
{
    IEstimator<ITransformer> normalize = fixZero is { } asked
        ? context.Transforms.NormalizeMeanVariance("Features", fixZero: asked)
        : context.Transforms.NormalizeMeanVariance("Features");
    TransformerChain<MulticlassPredictionTransformer<MaximumEntropyModelParameters>> model = context.Transforms.Conversion.MapValueToKey("Key", "Species")
        .Append(normalize)
        .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = "Key",
                OptimizationTolerance = 1e-9f,
                NumberOfThreads = 1,
            }))
        .Fit(all);
    Print(
        fixZero is null ? "normalized/default" : "normalized/fixZero: false",
        [.. model.Transform(all).GetColumn<float[]>("Score").ElementAt(100)]);
}

static void Print(string name, float[] values) => Console.WriteLine(
    $"{name},{string.Join(",", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}");

internal sealed class Flower
{
    [VectorType(4)]
    public float[] Features { get; set; } = [];

    public string Species { get; set; } = string.Empty;

    public bool Label { get; set; }
}
