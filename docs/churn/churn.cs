#:project ../../src/NeuralNet.Data
#:package Sylvan.Data.Csv
#:property PublishAot=false

// From a CSV file to a saved model that predicts one customer: dotnet run docs/churn/churn.cs, from the root of the repository.

using NeuralNet.Core;
using NeuralNet.Data;
using Sylvan.Data.Csv;

using CsvDataReader csv = CsvDataReader.Create("docs/data/churn.csv");
(Customer Customer, string Churn)[] rows = [.. csv.ReadRecords(r => csv.RowFieldCount < csv.FieldCount
    ? throw new InvalidDataException($"Row {csv.RowNumber} has {csv.RowFieldCount} of {csv.FieldCount} fields.")
    : (new Customer(
        r.Date("Since"), r.Number("Age"), r.Text("Contract"), r.Text("Payment"), r.Text("Internet"), r.Text("Region"),
        r.Number("Charges"), r.Number("Calls"), r.Number("Usage"), r.Flag("Paperless")), r.Text("Churn")))];
var (train, _, test) = DataSplit.Stratified(rows.Select(row => row.Churn)).Select(rows);
FittedEncoder<Customer> encoder = RowEncoder.For<Customer>()
    .Date(c => c.Since, DateParts.Days | DateParts.MonthCyclic).Number(c => c.Age, Missing.Median, indicator: true)
    .Category(c => c.Contract).Category(c => c.Payment).Category(c => c.Internet).Category(c => c.Region)
    .Number(c => c.Charges).Number(c => c.Calls).Number(c => c.Usage, Missing.Median, indicator: true).Flag(c => c.Paperless)
    .Fit(train.Select(row => row.Customer));
Perceptron<float> network = Perceptron.BinaryClassifier<float>(encoder.InputCount).WithClassNames("no", "yes")
    .WithStandardization().WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.001)).WithEncoder(encoder).Build();
network.Fit(encoder.Encode<float>(train.Select(row => row.Customer)), train.Select(row => row.Churn).ToArray()).EnsureSucceeded();
Console.WriteLine(network.Evaluate(encoder.Encode<float>(test.Select(row => row.Customer)), test.Select(row => row.Churn).ToArray()));
string path = Path.Combine(Path.GetTempPath(), "churn.safetensors");
network.Save(path);
RecordPredictor<Customer, float> predictor = encoder.Bind(FrozenPerceptron.Load<float>(path));
Console.WriteLine($"{predictor.Predict(new(new(2025, 6, 1), 30, "monthly", "check", "fiber", "east", 95, 4, null, true)):P0} leave");

internal sealed record Customer(DateTime? Since, double? Age, string? Contract, string? Payment, string? Internet, string? Region,
    double? Charges, double? Calls, double? Usage, bool? Paperless);
