using System.Text;

namespace NeuralNet.Text;

/// <summary>The UTF-8 of what a <see cref="TextReader"/> reads. Half of a surrogate pair becomes U+FFFD.</summary>
internal sealed class Utf8Reader
{
    private const int Chars = 16 * 1024;

    private readonly TextReader _reader;
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly char[] _chars = new char[Chars];
    private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(Chars)];
    private int _start;
    private int _end;

    public Utf8Reader(TextReader reader) => _reader = reader;

    /// <summary>Reads some bytes, and 0 only at the end.</summary>
    public int Read(Span<byte> destination)
    {
        while (_start == _end)
        {
            int count = _reader.Read(_chars, 0, Chars);

            // At the end the encoder writes what it still holds: half of a pair.
            (_start, _end) = (0, _encoder.GetBytes(_chars.AsSpan(0, count), _bytes, flush: count == 0));
            if (count == 0 && _end == 0)
            {
                return 0;
            }
        }

        int length = Math.Min(_end - _start, destination.Length);
        _bytes.AsSpan(_start, length).CopyTo(destination);
        _start += length;
        return length;
    }
}
