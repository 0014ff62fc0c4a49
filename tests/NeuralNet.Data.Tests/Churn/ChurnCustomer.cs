using System.Reflection;
using Sylvan.Data.Csv;

namespace NeuralNet.Data.Tests.Churn;

/// <summary>A customer of docs/data/churn.csv, as docs/churn/churn.cs reads it.</summary>
internal sealed record ChurnCustomer(
    DateTime? Since,
    double? Age,
    string? Contract,
    string? Payment,
    string? Internet,
    string? Region,
    double? Charges,
    double? Calls,
    double? Usage,
    bool? Paperless,
    bool HasLeft)
{
    public static string Root { get; } = typeof(ChurnCustomer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static CsvDataReader Open() => CsvDataReader.Create(Path.Combine(Root, "docs/data/churn.csv"));

    public static ChurnCustomer Read(RecordFields fields) => new(
        fields.Date("Since"),
        fields.Number("Age"),
        fields.Text("Contract"),
        fields.Text("Payment"),
        fields.Text("Internet"),
        fields.Text("Region"),
        fields.Number("Charges"),
        fields.Number("Calls"),
        fields.Number("Usage"),
        fields.Flag("Paperless"),
        fields.Text("Churn") == "yes");
}
