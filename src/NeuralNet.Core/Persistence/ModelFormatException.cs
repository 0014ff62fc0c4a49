using NeuralNet.Common;

namespace NeuralNet.Core;

/// <summary>
/// A file, or bytes, are not the model they should be: damaged, hostile, of another format or version, or in need of a part
/// that was not handed over. The one exception for all of that; the message says what is wrong.
/// </summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>
    /// With a message of its own. What can't be seen in it, such as a line break, is shown as <c>\u000A</c>, and what is beyond 2,000
    /// characters is left out: text of a file must not pass for lines of a log.
    /// </summary>
    /// <param name="message">What came, and what is allowed.</param>
    /// <param name="innerException">What it was noticed by. Default null: nothing.</param>
    public ModelFormatException(string message, Exception? innerException = null)
        : base(Shown.Text(message, Shown.LongestMessage), innerException)
    {
    }

    /// <summary>The file, as it was named to who loaded it. Default null: a stream or bytes, or not said.</summary>
    public string? FileName { get; set; }

    /// <summary>What is wrong, with <see cref="FileName"/> where there is one.</summary>
    public override string Message => FileName is null ? base.Message : $"{base.Message} (File '{FileName}'.)";
}
