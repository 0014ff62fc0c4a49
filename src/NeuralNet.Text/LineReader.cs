using static System.FormattableString;

namespace NeuralNet.Text;

/// <summary>The lines of a text as UTF-8, without copying those that fit in the buffer.</summary>
internal sealed class LineReader(ReadBytes read, int maxLength)
{
    private const int FirstLength = 64 * 1024;

    private byte[] _buffer = new byte[Math.Min(FirstLength, maxLength + 1)];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line, without its end. It is valid until the next call.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="SvmLightException">The line is too long.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (length >= 0 || (_isAtEnd && _end > _start))
            {
                length = length >= 0 ? searched + length : _end - _start;
                line = _buffer.AsSpan(_start, length);
                _start = Math.Min(_start + length + 1, _end);
                Number++;
                return true;
            }

            if (_isAtEnd)
            {
                line = default;
                return false;
            }

            searched = _end - _start;
            Fill();
        }
    }

    private void Fill()
    {
        // A long line stays where it is, so that small pieces of it take linear time.
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_end > maxLength)
            {
                throw new SvmLightException(Number + 1, maxLength + 1, Invariant(
                    $"the line is longer than {maxLength} bytes. Is the file a text in this format? If so, raise MaxLineLength."));
            }

            Array.Resize(ref _buffer, (int)Math.Min(2L * _end, maxLength + 1L));
        }

        int count = read(_buffer.AsSpan(_end));
        _end += count;
        _isAtEnd = count == 0;
    }
}
