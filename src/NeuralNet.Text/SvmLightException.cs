using static System.FormattableString;

namespace NeuralNet.Text;

/// <summary>A text is not in the format of SVMlight: the message has line and position, what is wrong and the cure.</summary>
public sealed class SvmLightException : FormatException
{
    internal SvmLightException(long line, int position, string problem)
        : base(Invariant($"Line {line}, position {position}: {problem}"))
    {
        LineNumber = line;
        LinePosition = position;
    }

    /// <summary>The line, from 1.</summary>
    public long LineNumber { get; }

    /// <summary>The position in the line in bytes of UTF-8, from 1.</summary>
    public int LinePosition { get; }
}
