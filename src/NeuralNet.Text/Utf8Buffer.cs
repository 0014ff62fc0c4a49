using System.Text;

namespace NeuralNet.Text;

/// <summary>UTF-8 that grows at its end, in memory that is used again. Half of a surrogate pair becomes U+FFFD.</summary>
internal sealed class Utf8Buffer
{
    /// <summary>The most bytes of UTF-8 that one UTF-16 code unit becomes.</summary>
    private const int BytesPerChar = 3;

    private byte[] _bytes = new byte[256];

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Returns a part of the bytes.</summary>
    public ReadOnlySpan<byte> Span(int start, int end) => _bytes.AsSpan(start, end - start);

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<char> text)
    {
        // The exact number takes a pass over the text, so it is asked for only where the estimate does not fit.
        if ((long)text.Length * BytesPerChar > _bytes.Length - Length)
        {
            MakeRoom(Encoding.UTF8.GetByteCount(text));
        }

        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    public void Append(byte ascii)
    {
        if (Length == _bytes.Length)
        {
            MakeRoom(1);
        }

        _bytes[Length++] = ascii;
    }

    private void MakeRoom(int more) => Growth.MakeRoom(ref _bytes, Length, more);
}
