using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core;
using static System.FormattableString;

namespace NeuralNet.Text;

/// <summary>
/// Makes sparse rows of named features by the hashing trick: the column of a feature is a hash of its name, so nothing is learned or stored,
/// and features that never came before have columns too. Equal to scikit-learn's <c>FeatureHasher</c>. Different features may share a column;
/// more columns make that rarer.
/// </summary>
/// <remarks>
/// <para><c>hasher.Begin(); hasher.Add("country", "CH"); hasher.Add("price", 3.5f); network.Predict(hasher.Row())</c>. After the first rows
/// nothing is allocated. A hasher has the memory of one row: use one for each thread.</para>
/// <para>The hash is <see cref="MurmurHash3"/> of UTF-8, the column |hash| mod <see cref="InputCount"/>.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FeatureHasher<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Utf8Buffer _text = new();
    private readonly ColumnBuffer<T> _columns = new();
    private readonly ColumnHash _hash;
    private bool _hasEnded;

    /// <summary>Creates a hasher, with an empty row begun.</summary>
    /// <param name="inputs">
    /// The number of columns, [1, inf), and so of the inputs of the network. Default 2^20, as in scikit-learn. A power of two spreads the
    /// features evenly.
    /// </param>
    /// <param name="seed">The seed of the hash. Default 0, as in scikit-learn; Spark has 42.</param>
    /// <param name="alternateSign">
    /// Whether the value of a feature changes its sign if its hash is negative, so that features that share a column cancel rather than add
    /// up. Default false; scikit-learn's default is true.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are no columns.</exception>
    public FeatureHasher(int inputs = 1 << 20, uint seed = 0, bool alternateSign = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        _hash = new(inputs, seed, alternateSign);
    }

    /// <summary>The number of columns: the inputs of the network.</summary>
    public int InputCount => _hash.InputCount;

    /// <summary>The seed of the hash.</summary>
    public uint Seed => _hash.Seed;

    /// <summary>Whether a feature with a negative hash changes the sign of its value.</summary>
    public bool AlternateSign => _hash.AlternateSign;

    /// <summary>Begins a new row. What <see cref="Row"/> returned before is no longer valid.</summary>
    public void Begin()
    {
        _columns.Clear();
        _hasEnded = false;
    }

    /// <summary>Returns the column of a feature: that of its weight.</summary>
    /// <param name="name">
    /// What is hashed: the name; of a category <c>name=category</c>, and of a pair of them <c>firstName=firstCategory&amp;secondName=secondCategory</c>.
    /// </param>
    /// <returns>The column, [0, <see cref="InputCount"/>).</returns>
    public int Column(ReadOnlySpan<char> name)
    {
        _text.Clear();
        _text.Append(name);
        return _hash.Column(_text.Written, out _);
    }

    /// <summary>Adds a feature that is there, with value 1: hashes <c>name</c>, as scikit-learn does with <c>input_type="string"</c>.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidOperationException"><see cref="Row"/> returned the last row, and <see cref="Begin"/> was not called.</exception>
    public void Add(ReadOnlySpan<char> name)
    {
        Start(name);
        Hash(T.One);
    }

    /// <summary>Adds a category with value 1: hashes <c>name=category</c>, as scikit-learn does with a pair of texts.</summary>
    /// <param name="name">The name.</param>
    /// <param name="category">The category; null is an empty text, a missing category that is one of its own.</param>
    /// <exception cref="InvalidOperationException"><see cref="Row"/> returned the last row, and <see cref="Begin"/> was not called.</exception>
    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> category)
    {
        Start(name);
        Append(category);
        Hash(T.One);
    }

    /// <summary>Adds a number: hashes <c>name</c>, as scikit-learn does with a text and a number. 0 adds nothing.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The number, finite. Bring numbers to about [-1, 1], or let the network scale its inputs without centering them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Row"/> returned the last row, and <see cref="Begin"/> was not called.</exception>
    public void Add(ReadOnlySpan<char> name, T value)
    {
        if (!T.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, Invariant($"The feature '{Shown.Text(name.ToString())}' is {value}. Leave it out, or add a feature that says that it is missing."));
        }

        if (value != T.Zero)
        {
            Start(name);
            Hash(value);
        }
    }

    /// <summary>
    /// Adds a pair of categories with value 1, which has a weight of its own: hashes <c>firstName=firstCategory&amp;secondName=secondCategory</c>.
    /// </summary>
    /// <param name="firstName">The name of the first category.</param>
    /// <param name="firstCategory">The first category; null is an empty text.</param>
    /// <param name="secondName">The name of the second category. The order of the two matters.</param>
    /// <param name="secondCategory">The second category; null is an empty text.</param>
    /// <exception cref="InvalidOperationException"><see cref="Row"/> returned the last row, and <see cref="Begin"/> was not called.</exception>
    public void Cross(ReadOnlySpan<char> firstName, ReadOnlySpan<char> firstCategory, ReadOnlySpan<char> secondName, ReadOnlySpan<char> secondCategory)
    {
        Start(firstName);
        Append(firstCategory);
        _text.Append((byte)'&');
        _text.Append(secondName);
        Append(secondCategory);
        Hash(T.One);
    }

    /// <summary>Ends the row, and returns it: its columns sorted, values of the same column added up in their order.</summary>
    /// <returns>A view, valid until the next call of another method.</returns>
    public SparseRow<T> Row()
    {
        _hasEnded = true;
        _columns.Sort();
        return new(_columns.Indices, _columns.Values);
    }

    /// <summary>Returns the rows of many records. They are copied, so they stay valid.</summary>
    /// <typeparam name="TRecord">The type of a record.</typeparam>
    /// <param name="records">The records, one or more.</param>
    /// <param name="add">Adds the features of a record to a row that was begun: <c>(visit, row) => row.Add("country", visit.Country)</c>.</param>
    /// <returns>A row for each record <c>[records x <see cref="InputCount"/>]</c>.</returns>
    /// <exception cref="ArgumentNullException">The records or the delegate are null.</exception>
    public SparseRowMemory<T> Rows<TRecord>(IEnumerable<TRecord> records, Action<TRecord, FeatureHasher<T>> add)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(add);
        var rows = new SparseRowsBuilder<T>();
        foreach (TRecord record in records)
        {
            Begin();
            add(record, this);
            rows.Add(Row());
        }

        return rows.ToMemory();
    }

    private void Start(ReadOnlySpan<char> name)
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("The last row has ended: it was returned. Call Begin before the features of the next row.");
        }

        _text.Clear();
        _text.Append(name);
    }

    private void Append(ReadOnlySpan<char> category)
    {
        _text.Append((byte)'=');
        _text.Append(category);
    }

    private void Hash(T value)
    {
        int column = _hash.Column(_text.Written, out bool isNegative);
        _columns.Add(column, isNegative ? -value : value);
    }
}
