using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace NeuralNet.Core.PeerBenchmarks.Records;

/// <summary>
/// The transforms of ML.NET for the same records. It has no median, so the mean stands for a missing number; the places of the inputs
/// differ, and are not compared.
/// </summary>
internal sealed class MlNetEncoder
{
    private static readonly string[] _optional = [nameof(Customer.Age), nameof(Customer.Income), nameof(Customer.Usage)];
    private static readonly string[] _categories =
        [nameof(Customer.Contract), nameof(Customer.Payment), nameof(Customer.Plan), nameof(Customer.Region)];

    private readonly IDataView _encoded;

    /// <summary>Learns means and categories.</summary>
    public MlNetEncoder(Customer[] records)
    {
        var context = new MLContext(seed: 1);
        IDataView view = context.Data.LoadFromEnumerable(Array.ConvertAll(records, record => new MlNetCustomer(record)));
        EstimatorChain<ColumnConcatenatingTransformer> pipeline = context.Transforms.IndicateMissingValues(Pairs(_optional, "Missing"))
            .Append(context.Transforms.ReplaceMissingValues(Pairs(_optional, string.Empty), MissingValueReplacingEstimator.ReplacementMode.Mean))
            .Append(context.Transforms.Conversion.ConvertType(
                [.. _optional.Select(name => new InputOutputColumnPair($"{name}Flag", $"{name}Missing"))], DataKind.Single))
            .Append(context.Transforms.Categorical.OneHotEncoding(Pairs(_categories, string.Empty)))
            .Append(context.Transforms.Concatenate("Features", [
                .. _optional.SelectMany(name => new[] { name, $"{name}Flag" }),
                nameof(Customer.Charges), nameof(Customer.Tenure), nameof(Customer.Calls), nameof(Customer.Latitude), nameof(Customer.Longitude),
                .. _categories]));
        _encoded = pipeline.Fit(view).Transform(view);
    }

    /// <summary>Encodes all records, one after the other, and returns the sum of the last row.</summary>
    public float Encode(Span<float> row)
    {
        DataViewSchema.Column column = _encoded.Schema["Features"];
        using DataViewRowCursor cursor = _encoded.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            features(ref buffer);
            buffer.CopyTo(row[..buffer.Length]);
        }

        float sum = 0;
        foreach (float value in row[..buffer.Length])
        {
            sum += value;
        }

        return sum;
    }

    private static InputOutputColumnPair[] Pairs(string[] names, string suffix) =>
        [.. names.Select(name => new InputOutputColumnPair(name + suffix, name))];
}
