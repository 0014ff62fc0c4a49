using System.Numerics;
using NeuralNet.Core;
using static System.FormattableString;

namespace NeuralNet.Text;

public static partial class SvmLight
{
    /// <summary>Writes rows with targets to a file, which is replaced. Reading it gives the same numbers to the last bit.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows <c>[rows x inputs]</c>, their columns ascending, their values finite.</param>
    /// <param name="targets">The target of each row <c>[rows]</c>, finite.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, columns do not ascend, or a number is NaN or infinite. The file is not changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write<T>(string path, SparseRows<T> rows, ReadOnlySpan<T> targets, int firstIndex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, nameof(targets), targets.Length, firstIndex);
        CheckTargets(targets);
        using FileStream stream = Create(path);
        Write(new SvmLightWriter(stream), rows, targets, [], [], firstIndex);
    }

    /// <summary>Writes rows with classes to a file, which is replaced.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows <c>[rows x inputs]</c>, their columns ascending, their values finite.</param>
    /// <param name="labels">The class of each row <c>[rows]</c>.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, columns do not ascend, or a number is NaN or infinite. The file is not changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write<T>(string path, SparseRows<T> rows, ReadOnlySpan<int> labels, int firstIndex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, nameof(labels), labels.Length, firstIndex);
        using FileStream stream = Create(path);
        Write(new SvmLightWriter(stream), rows, [], labels, [], firstIndex);
    }

    /// <summary>Writes rows of two classes to a file, which is replaced: +1 for true and -1 for false.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows <c>[rows x inputs]</c>, their columns ascending, their values finite.</param>
    /// <param name="labels">True for each row of class 1 <c>[rows]</c>.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, columns do not ascend, or a number is NaN or infinite. The file is not changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write<T>(string path, SparseRows<T> rows, ReadOnlySpan<bool> labels, int firstIndex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, nameof(labels), labels.Length, firstIndex);
        using FileStream stream = Create(path);
        Write(new SvmLightWriter(stream), rows, [], [], labels, firstIndex);
    }

    /// <summary>Writes rows with targets to a stream. Reading it gives the same numbers to the last bit.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The stream, which is not disposed.</param>
    /// <param name="rows">The rows <c>[rows x inputs]</c>, their columns ascending, their values finite.</param>
    /// <param name="targets">The target of each row <c>[rows]</c>, finite.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="ArgumentException">Numbers of rows differ, columns do not ascend, or a number is NaN or infinite. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    public static void Write<T>(Stream stream, SparseRows<T> rows, ReadOnlySpan<T> targets, int firstIndex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, nameof(targets), targets.Length, firstIndex);
        CheckTargets(targets);
        ArgumentNullException.ThrowIfNull(stream);
        Write(new SvmLightWriter(stream), rows, targets, [], [], firstIndex);
    }

    /// <summary>Writes rows with classes to a stream.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The stream, which is not disposed.</param>
    /// <param name="rows">The rows <c>[rows x inputs]</c>, their columns ascending, their values finite.</param>
    /// <param name="labels">The class of each row <c>[rows]</c>.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="ArgumentException">Numbers of rows differ, columns do not ascend, or a number is NaN or infinite. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    public static void Write<T>(Stream stream, SparseRows<T> rows, ReadOnlySpan<int> labels, int firstIndex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, nameof(labels), labels.Length, firstIndex);
        ArgumentNullException.ThrowIfNull(stream);
        Write(new SvmLightWriter(stream), rows, [], labels, [], firstIndex);
    }

    /// <summary>Writes rows of two classes to a stream: +1 for true and -1 for false.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The stream, which is not disposed.</param>
    /// <param name="rows">The rows <c>[rows x inputs]</c>, their columns ascending, their values finite.</param>
    /// <param name="labels">True for each row of class 1 <c>[rows]</c>.</param>
    /// <param name="firstIndex">The index of the first column, 0 or 1.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="ArgumentException">Numbers of rows differ, columns do not ascend, or a number is NaN or infinite. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first index is neither 0 nor 1.</exception>
    public static void Write<T>(Stream stream, SparseRows<T> rows, ReadOnlySpan<bool> labels, int firstIndex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, nameof(labels), labels.Length, firstIndex);
        ArgumentNullException.ThrowIfNull(stream);
        Write(new SvmLightWriter(stream), rows, [], [], labels, firstIndex);
    }

    private static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

    private static void Write<T>(
        SvmLightWriter writer, SparseRows<T> rows, ReadOnlySpan<T> targets, ReadOnlySpan<int> classes, ReadOnlySpan<bool> signs, int firstIndex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int index = 0; index < rows.Count; index++)
        {
            if (!targets.IsEmpty)
            {
                writer.Write(targets[index]);
            }
            else if (!classes.IsEmpty)
            {
                writer.Write(classes[index]);
            }
            else
            {
                writer.Write(signs[index] ? "+1"u8 : "-1"u8);
            }

            SparseRow<T> row = rows[index];
            for (int position = 0; position < row.Indices.Length; position++)
            {
                writer.Write(" "u8);
                writer.Write((long)row.Indices[position] + firstIndex);
                writer.Write(":"u8);
                writer.Write(row.Values.IsEmpty ? T.One : row.Values[position]);
            }

            writer.Write("\n"u8);
        }

        writer.Flush();
    }

    /// <summary>Checks everything first, so that no half of a file is written.</summary>
    private static void Check<T>(SparseRows<T> rows, string parameter, int labels, int firstIndex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckFirstIndex(firstIndex);
        if (labels != rows.Count)
        {
            throw new ArgumentException(Invariant($"There are {rows.Count} rows, and {labels} {parameter}. Pass one for each row."), parameter);
        }

        for (int index = 0; index < rows.Count; index++)
        {
            SparseRow<T> row = rows[index];
            for (int position = 0; position < row.Indices.Length; position++)
            {
                if (row.Indices[position] <= (position == 0 ? -1 : row.Indices[position - 1]))
                {
                    throw new ArgumentException(
                        Invariant($"Row {index} has the column {row.Indices[position]} at position {position}, which is negative or does not ascend. Sort it with SparseRow.Sort."), nameof(rows));
                }

                if (!row.Values.IsEmpty && !T.IsFinite(row.Values[position]))
                {
                    throw new ArgumentException(
                        Invariant($"Row {index} has {row.Values[position]} in column {row.Indices[position]}. Leave the column or the row out."), nameof(rows));
                }
            }
        }
    }

    private static void CheckTargets<T>(ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < targets.Length; row++)
        {
            if (!T.IsFinite(targets[row]))
            {
                throw new ArgumentException(Invariant($"The target of row {row} is {targets[row]}. Leave the row out."), nameof(targets));
            }
        }
    }
}
