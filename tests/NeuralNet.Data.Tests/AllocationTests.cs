using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Data.Tests.Support;

namespace NeuralNet.Data.Tests;

/// <summary>Encoding and predicting records allocates nothing, with short rows on the stack and long ones of the pool.</summary>
public sealed class AllocationTests
{
    private const int Calls = 2000;

    /// <summary>A text that is not put together on the stack.</summary>
    private static readonly string _long = new('x', 2000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Encoding_and_predicting_allocate_nothing(bool isWide)
    {
        Check<float>(isWide, isHashed: false);
        Check<double>(isWide, isHashed: false);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sparse_rows_of_hashed_columns_allocate_nothing(bool isWide)
    {
        Check<float>(isWide, isHashed: true);
        Check<double>(isWide, isHashed: true);
    }

    private static void Check<T>(bool isWide, bool isHashed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Customer[] records = Customers.Random(1, 300);
        RowEncoder<Customer> description = Customers.Everything();
        if (isWide)
        {
            description = description.Buckets(c => c.Charges, count: 200, name: "many");
        }

        if (isHashed)
        {
            description = description.HashedCategory(c => c.Home.City, 1 << 10, name: "Town")
                .HashedCross([c => c.Contract, c => c.Payment, _ => isWide ? _long : null], 1 << 10, names: "Contract, Payment, Text");
            for (int date = 0; date < (isWide ? 8 : 0); date++)
            {
                description = description.Date(c => c.Since, (DateParts)255, Missing.Median, name: $"date {date}");
            }
        }

        FittedEncoder<Customer> fitted = description.Fit(records);
        (fitted.InputCount > 128).Should().Be(isWide || isHashed);
        (fitted.SparseLength > 64).Should().Be(isWide && isHashed);
        FrozenPerceptron<T> frozen = Perceptron.BinaryClassifier<T>(fitted.InputCount).WithClassNames("stays", "leaves").WithEncoder(fitted).Build().Freeze();
        RecordPredictor<Customer, T> predictor = fitted.Bind(frozen);
        RecordPredictor<Customer, T> hosted = fitted.Bind(new PerceptronHost<T>(frozen));
        T[] rows = new T[records.Length * fitted.InputCount];
        T[] predictions = new T[records.Length];
        int[] classes = new int[records.Length];
        RecordClass<T>[] named = new RecordClass<T>[records.Length];
        int[] indices = new int[fitted.SparseLength];
        T[] values = new T[fitted.SparseLength];
        int call = 0;

        AllocatedBy(() => fitted.Encode(records[call++ % records.Length], rows.AsSpan())).Should().Be(0);
        AllocatedBy(() => fitted.EncodeSparse(records[call++ % records.Length], indices.AsSpan(), values.AsSpan())).Should().Be(0);
        AllocatedBy(() => predictor.Predict(records[call++ % records.Length])).Should().Be(0);
        AllocatedBy(() => predictor.PredictClass(records[call++ % records.Length])).Should().Be(0);
        AllocatedBy(() => predictor.PredictClassName(records[call++ % records.Length])).Should().Be(0);
        AllocatedBy(() => predictor.Classify(records[call++ % records.Length])).Should().Be(0);
        AllocatedBy(() => hosted.Classify(records[call++ % records.Length])).Should().Be(0);
        AllocatedBy(() => hosted.Predict(records[call++ % records.Length])).Should().Be(0);
        AllocatedBy(() => fitted.Encode(records.AsSpan(), rows.AsSpan()), Calls / 100).Should().Be(0);
        AllocatedBy(() => predictor.Predict(records, predictions), Calls / 100).Should().Be(0);
        AllocatedBy(() => predictor.PredictClasses(records, classes), Calls / 100).Should().Be(0);
        AllocatedBy(() => predictor.Classify(records, named), Calls / 100).Should().Be(0);
    }

    /// <summary>
    /// The smallest of several measurements, or 0 at the first 0. A garbage collection caused by another thread takes the allocation buffer
    /// of this thread, and the runtime counts its unused rest as allocated. What the calls allocate is in every measurement.
    /// </summary>
    private static long AllocatedBy(Action action, int calls = Calls)
    {
        const int Attempts = 20;
        long least = long.MaxValue;
        action();
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < calls; call++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
