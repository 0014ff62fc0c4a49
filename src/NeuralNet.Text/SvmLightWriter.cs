using System.Globalization;

namespace NeuralNet.Text;

/// <summary>Numbers as the shortest UTF-8 that is read as the same number.</summary>
internal sealed class SvmLightWriter(Stream stream)
{
    /// <summary>More than any number has.</summary>
    private const int LongestNumber = 64;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _length;

    public void Write<TNumber>(TNumber number)
        where TNumber : IUtf8SpanFormattable
    {
        MakeRoom(LongestNumber);
        number.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        MakeRoom(text.Length);
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    private void MakeRoom(int more)
    {
        if (_buffer.Length - _length < more)
        {
            Flush();
        }
    }
}
