using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace NeuralNet.Data;

/// <summary>Records from a database, a CSV file or anything else that has an <see cref="IDataReader"/>.</summary>
public static class DataReaderExtensions
{
    /// <summary>
    /// Reads the records of a reader one by one, while they are enumerated: once, since a reader can't go back. The caller disposes the
    /// reader.
    /// </summary>
    /// <param name="reader">The reader: of ADO.NET, such as Microsoft.Data.Sqlite, or of a CSV library, such as Sylvan.Data.Csv.</param>
    /// <param name="read">Makes a record of the fields of a row. Names of columns are looked up in the first row only.</param>
    /// <typeparam name="TRecord">The type of a record.</typeparam>
    /// <exception cref="ArgumentNullException">reader or read is null.</exception>
    /// <exception cref="RecordException">
    /// While enumerating: there is no column of a name, a field can't be read as its type, or read throws; the message names the row.
    /// Exceptions of the reader itself are not changed.
    /// </exception>
    public static IEnumerable<TRecord> ReadRecords<TRecord>(this IDataReader reader, Func<RecordFields, TRecord> read)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(read);
        return Read();

        IEnumerable<TRecord> Read()
        {
            var fields = new RecordFields(reader);
            while (reader.Read())
            {
                yield return fields.Next(read);
            }
        }
    }

    /// <summary>Reads records as <see cref="ReadRecords"/> does, without blocking a thread while the source is awaited.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="read">Makes a record of the fields of a row.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <typeparam name="TRecord">The type of a record.</typeparam>
    /// <exception cref="ArgumentNullException">reader or read is null.</exception>
    /// <exception cref="RecordException">As for <see cref="ReadRecords"/>.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the reading was canceled.</exception>
    public static IAsyncEnumerable<TRecord> ReadRecordsAsync<TRecord>(
        this DbDataReader reader, Func<RecordFields, TRecord> read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(read);
        return Read(cancellationToken);

        async IAsyncEnumerable<TRecord> Read([EnumeratorCancellation] CancellationToken token)
        {
            var fields = new RecordFields(reader);
            while (await reader.ReadAsync(token).ConfigureAwait(false))
            {
                yield return fields.Next(read);
            }
        }
    }
}
