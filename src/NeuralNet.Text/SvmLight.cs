using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Text;

/// <summary>
/// Reads and writes sparse rows in the text format of SVMlight and LIBSVM, that of scikit-learn's <c>load_svmlight_file</c>: a line for each
/// row, with its label and then <c>index:value</c> for each column that is not 0, and a comment after <c>#</c>.
/// </summary>
/// <remarks>
/// <para>Whether a file counts its columns from 0 or from 1 can't be told from its content, so it is an argument: 1 for files of SVMlight and
/// LIBSVM and of most collections, 0 for files that scikit-learn wrote with its defaults.</para>
/// <para>The text is not trusted: whatever is malformed is rejected with line and position. Numbers have a point, in every culture.</para>
/// </remarks>
public static partial class SvmLight
{
    /// <summary>Reads a file in batches, anew for each enumeration, so that a Fit of several epochs never has the whole file in memory.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <param name="options">What to expect. Default: labels are numbers, 1024 rows in a batch.</param>
    /// <returns>The batches, each in memory of its own.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentNullException">The path is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="SvmLightException">While enumerating: the text is malformed.</exception>
    /// <exception cref="IOException">While enumerating: the file can't be read.</exception>
    public static IEnumerable<Examples<T>> Read<T>(string path, int firstIndex, SvmLightOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(SvmLightSource.Of(path), firstIndex, options);

    /// <summary>Reads a stream of UTF-8 in batches, from its current position, for each enumeration anew if it can seek.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The stream, which is not disposed.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <param name="options">What to expect. Default: labels are numbers, 1024 rows in a batch.</param>
    /// <returns>The batches, each in memory of its own.</returns>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="InvalidOperationException">At a second enumeration: the stream can't seek.</exception>
    /// <exception cref="SvmLightException">While enumerating: the text is malformed.</exception>
    public static IEnumerable<Examples<T>> Read<T>(Stream stream, int firstIndex, SvmLightOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(SvmLightSource.Of(stream), firstIndex, options);

    /// <summary>Reads a text in batches, once.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="reader">The text, which is not disposed.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <param name="options">What to expect. Default: labels are numbers, 1024 rows in a batch.</param>
    /// <returns>The batches, each in memory of its own.</returns>
    /// <exception cref="ArgumentNullException">The reader is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="InvalidOperationException">At a second enumeration.</exception>
    /// <exception cref="SvmLightException">While enumerating: the text is malformed.</exception>
    public static IEnumerable<Examples<T>> Read<T>(TextReader reader, int firstIndex, SvmLightOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(SvmLightSource.Of(reader), firstIndex, options);

    /// <summary>Reads all rows of a file.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <param name="options">What to expect. Default: labels are numbers.</param>
    /// <returns>The rows with their labels.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentNullException">The path is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="InvalidOperationException">There are more numbers than an array has room for, about 2^31: read batches.</exception>
    /// <exception cref="SvmLightException">The text is malformed.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static SvmLightFile<T> ReadAll<T>(string path, int firstIndex, SvmLightOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ReadAll<T>(SvmLightSource.Of(path), firstIndex, options);

    /// <summary>Reads all rows of a stream of UTF-8, from its current position.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The stream, which is not disposed.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <param name="options">What to expect. Default: labels are numbers.</param>
    /// <returns>The rows with their labels.</returns>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="InvalidOperationException">There are more numbers than an array has room for, about 2^31: read batches.</exception>
    /// <exception cref="SvmLightException">The text is malformed.</exception>
    public static SvmLightFile<T> ReadAll<T>(Stream stream, int firstIndex, SvmLightOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ReadAll<T>(SvmLightSource.Of(stream), firstIndex, options);

    /// <summary>Reads all rows of a text.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="reader">The text, which is not disposed.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <param name="options">What to expect. Default: labels are numbers.</param>
    /// <returns>The rows with their labels.</returns>
    /// <exception cref="ArgumentNullException">The reader is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="InvalidOperationException">There are more numbers than an array has room for, about 2^31: read batches.</exception>
    /// <exception cref="SvmLightException">The text is malformed.</exception>
    public static SvmLightFile<T> ReadAll<T>(TextReader reader, int firstIndex, SvmLightOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ReadAll<T>(SvmLightSource.Of(reader), firstIndex, options);

    private static IEnumerable<Examples<T>> Read<T>(SvmLightSource source, int firstIndex, SvmLightOptions? options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckFirstIndex(firstIndex);
        return Batches<T>(source, firstIndex, options ?? new());
    }

    private static IEnumerable<Examples<T>> Batches<T>(SvmLightSource source, int firstIndex, SvmLightOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadBytes read = source.Open(out IDisposable? opened);
        using (opened)
        {
            var lines = new LineReader(read, options.MaxLineLength);
            var parser = new SvmLightParser<T>(firstIndex, options);
            var batch = new SvmLightBatch<T>(options.Labels);
            while (Add(lines, parser, batch, options.BatchSize))
            {
                yield return batch.Take(options.InputCount).Examples;
            }
        }
    }

    private static SvmLightFile<T> ReadAll<T>(SvmLightSource source, int firstIndex, SvmLightOptions? options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckFirstIndex(firstIndex);
        options ??= new();
        ReadBytes read = source.Open(out IDisposable? opened);
        using (opened)
        {
            var batch = new SvmLightBatch<T>(options.Labels);
            Add(new(read, options.MaxLineLength), new(firstIndex, options), batch, int.MaxValue);
            return batch.Take(options.InputCount);
        }
    }

    /// <summary>Adds rows up to a number of them. Returns whether there are any.</summary>
    private static bool Add<T>(LineReader lines, SvmLightParser<T> parser, SvmLightBatch<T> batch, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        while (batch.RowCount < rows && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            parser.Parse(line, lines.Number, batch);
        }

        return batch.RowCount > 0;
    }

    private static void CheckFirstIndex(int firstIndex)
    {
        if (firstIndex is not (0 or 1))
        {
            throw new ArgumentOutOfRangeException(nameof(firstIndex), firstIndex, "Pass 1 if the file counts columns from 1, as those of LIBSVM do, or 0.");
        }
    }
}
