#:package Microsoft.ML
#:property PublishAot=false

// What docs/churn/churn.cs does, with ML.NET: dotnet run docs/churn/mlnet.cs, from the root of the repository.

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

var context = new MLContext(seed: 0);
IDataView rows = context.Data.LoadFromTextFile<Customer>("docs/data/churn.csv", separatorChar: ',', hasHeader: true);
DataOperationsCatalog.TrainTestData split = context.Data.TrainTestSplit(rows, testFraction: 0.2);
string[] categories = ["Contract", "Payment", "Internet", "Region"];
string[] missing = ["Age", "Usage"];
var pipeline = context.Transforms.CustomMapping<Customer, Derived>(Derived.Of, "derived")
    .Append(context.Transforms.IndicateMissingValues([.. missing.Select(name => new InputOutputColumnPair($"{name}Missing", name))]))
    .Append(context.Transforms.Conversion.ConvertType([.. missing.Select(name => new InputOutputColumnPair($"{name}Missing"))], DataKind.Single))
    .Append(context.Transforms.ReplaceMissingValues([.. missing.Select(name => new InputOutputColumnPair(name))], MissingValueReplacingEstimator.ReplacementMode.Mean))
    .Append(context.Transforms.Categorical.OneHotEncoding([.. categories.Select(name => new InputOutputColumnPair(name))]))
    .Append(context.Transforms.Concatenate("Features", [
        "Days", "MonthSine", "MonthCosine", "Age", "AgeMissing", .. categories, "Charges", "Calls", "Usage", "UsageMissing", "PaperlessFlag"]))
    .Append(context.Transforms.NormalizeMeanVariance("Features", fixZero: false))
    .Append(context.BinaryClassification.Trainers.LbfgsLogisticRegression("HasLeft", l1Regularization: 0, l2Regularization: 4));
var model = pipeline.Fit(split.TrainSet);
CalibratedBinaryClassificationMetrics metrics = context.BinaryClassification.Evaluate(model.Transform(split.TestSet), "HasLeft");
Console.WriteLine($"accuracy {metrics.Accuracy:P2}, ROC AUC {metrics.AreaUnderRocCurve:F4}, log loss {metrics.LogLoss * Math.Log(2):F4}");
context.ComponentCatalog.RegisterAssembly(typeof(DerivedFactory).Assembly);
string path = Path.Combine(Path.GetTempPath(), "churn.zip");
context.Model.Save(model, rows.Schema, path);
ITransformer loaded = context.Model.Load(path, out _);
using PredictionEngine<Customer, Prediction> engine = context.Model.CreatePredictionEngine<Customer, Prediction>(loaded);
Prediction one = engine.Predict(new()
{
    Since = new(2025, 6, 1), Age = 30, Contract = "monthly", Payment = "check", Internet = "fiber", Region = "east",
    Charges = 95, Calls = 4, Usage = float.NaN, Paperless = true,
});
Console.WriteLine($"{one.Probability:P0} leave");

internal sealed class Customer
{
    [LoadColumn(1)] public DateTime Since { get; set; }
    [LoadColumn(2)] public float Age { get; set; }
    [LoadColumn(3)] public string Contract { get; set; } = "";
    [LoadColumn(4)] public string Payment { get; set; } = "";
    [LoadColumn(5)] public string Internet { get; set; } = "";
    [LoadColumn(6)] public string Region { get; set; } = "";
    [LoadColumn(7)] public float Charges { get; set; }
    [LoadColumn(8)] public float Calls { get; set; }
    [LoadColumn(9)] public float Usage { get; set; }
    [LoadColumn(10)] public bool Paperless { get; set; }
    [LoadColumn(11)] public string Churn { get; set; } = "";
}

internal sealed class Derived
{
    public float Days { get; set; }
    public float MonthSine { get; set; }
    public float MonthCosine { get; set; }
    public float PaperlessFlag { get; set; }
    public bool HasLeft { get; set; }

    public static void Of(Customer from, Derived to)
    {
        to.Days = (float)(from.Since - new DateTime(2000, 1, 1)).TotalDays;
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * (from.Since.Month - 1) / 12);
        to.MonthSine = (float)sine;
        to.MonthCosine = (float)cosine;
        to.PaperlessFlag = from.Paperless ? 1 : 0;
        to.HasLeft = from.Churn is "yes" or "no" ? from.Churn == "yes" : throw new InvalidDataException($"Churn is '{from.Churn}'.");
    }
}

[CustomMappingFactoryAttribute("derived")]
internal sealed class DerivedFactory : CustomMappingFactory<Customer, Derived>
{
    public override Action<Customer, Derived> GetMapping() => Derived.Of;
}

internal sealed class Prediction
{
    public float Probability { get; set; }
}
