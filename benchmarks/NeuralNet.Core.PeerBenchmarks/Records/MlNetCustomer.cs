namespace NeuralNet.Core.PeerBenchmarks.Records;

/// <summary>A <see cref="Customer"/> as ML.NET reads one: a missing number is NaN.</summary>
internal sealed class MlNetCustomer(Customer record)
{
    /// <inheritdoc cref="Customer.Age"/>
    public float Age { get; set; } = record.Age ?? float.NaN;

    /// <inheritdoc cref="Customer.Income"/>
    public float Income { get; set; } = record.Income ?? float.NaN;

    /// <inheritdoc cref="Customer.Usage"/>
    public float Usage { get; set; } = record.Usage ?? float.NaN;

    /// <inheritdoc cref="Customer.Charges"/>
    public float Charges { get; set; } = record.Charges;

    /// <inheritdoc cref="Customer.Tenure"/>
    public float Tenure { get; set; } = record.Tenure;

    /// <inheritdoc cref="Customer.Calls"/>
    public float Calls { get; set; } = record.Calls;

    /// <inheritdoc cref="Customer.Latitude"/>
    public float Latitude { get; set; } = record.Latitude;

    /// <inheritdoc cref="Customer.Longitude"/>
    public float Longitude { get; set; } = record.Longitude;

    /// <inheritdoc cref="Customer.Contract"/>
    public string Contract { get; set; } = record.Contract;

    /// <inheritdoc cref="Customer.Payment"/>
    public string Payment { get; set; } = record.Payment;

    /// <inheritdoc cref="Customer.Plan"/>
    public string Plan { get; set; } = record.Plan;

    /// <inheritdoc cref="Customer.Region"/>
    public string Region { get; set; } = record.Region;
}
