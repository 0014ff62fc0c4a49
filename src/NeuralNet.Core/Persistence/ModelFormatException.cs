using NeuralNet.Common;

namespace NeuralNet.Core;

/// <summary>
/// A file or bytes are not a valid model: corrupt, hostile, of another format or version, or missing a custom part that must be passed.
/// All of these cases throw this exception; the message says what is wrong.
/// </summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>
    /// Creates the exception with a message. Invisible characters of the message, such as a line break, are shown as <c>\u000A</c>, and
    /// text beyond 2,000 characters is cut, so text from a file can't pass for lines of a log.
    /// </summary>
    /// <param name="message">What the file contains, and what is allowed.</param>
    /// <param name="innerException">The cause. Default null: none.</param>
    public ModelFormatException(string message, Exception? innerException = null)
        : base(Shown.Text(message, Shown.LongestMessage), innerException)
    {
    }

    /// <summary>The file, as the caller named it. Default null: a stream or bytes, or not set.</summary>
    public string? FileName { get; set; }

    /// <summary>The message, followed by <see cref="FileName"/> if it is set.</summary>
    public override string Message => FileName is null ? base.Message : $"{base.Message} (File '{FileName}'.)";
}
