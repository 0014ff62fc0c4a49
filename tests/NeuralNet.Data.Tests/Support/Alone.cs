namespace NeuralNet.Data.Tests.Support;

/// <summary>One column alone, for values computed by hand.</summary>
internal static class Alone
{
    public static RowEncoder<One<TValue>> Column<TValue>(Func<RowEncoder<One<TValue>>, RowEncoder<One<TValue>>> add) => add(RowEncoder.For<One<TValue>>());

    public static double[] Row<TRecord>(this FittedEncoder<TRecord> fitted, TRecord record)
    {
        double[] row = new double[fitted.InputCount];
        fitted.Encode(record, row.AsSpan());
        return row;
    }
}
