using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>Names of columns, given or taken from the text of a delegate.</summary>
internal static class ColumnName
{
    private const int Longest = 200;
    private const string Arrow = "=>";

    /// <summary>
    /// Returns the name: of <c>c => c.Address.City</c> "Address.City"; a text without an arrow is a name that was given.
    /// </summary>
    public static string Of(string? text, string parameter = "name")
    {
        string name = text?.Trim() ?? string.Empty;
        int arrow = name.IndexOf(Arrow, StringComparison.Ordinal);
        if (arrow >= 0)
        {
            name = OfLambda(name[..arrow].Trim(), name[(arrow + Arrow.Length)..].Trim())
                ?? throw new ArgumentException($"The column has no name of its own: '{Shown.Text(name)}' is no plain property. Pass {parameter}: \"...\".", parameter);
        }

        return name.Length == 0 ? throw new ArgumentException("The name of a column is blank. Give it one, or pass a lambda such as c => c.Age.", parameter)
            : name.Length > Longest ? throw new ArgumentException(Invariant($"The name of a column has {name.Length} characters; {Longest} are possible."), parameter)
            : CategoryText.Problem(name) is { } problem ? throw new ArgumentException($"The name of a column: {problem}", parameter)
            : name;
    }

    /// <summary>Returns the texts of several names, or of delegates in the brackets of a collection, separated by commas.</summary>
    public static string[] Each(string? text)
    {
        string names = text?.Trim() ?? string.Empty;
        return names.Length > 1 && names[0] == '[' && names[^1] == ']'
            ? names[1..^1].TrimEnd().TrimEnd(',').Split(',')
            : names.Split(',');
    }

    /// <summary>Returns the properties after the parameter, with dots; null if the body is anything else.</summary>
    private static string? OfLambda(string head, string body)
    {
        string parameter = head.Trim('(', ')', ' ').Split(' ')[^1];
        string path = body.Replace("?.", ".", StringComparison.Ordinal).Replace("!.", ".", StringComparison.Ordinal).TrimEnd('!');
        string start = $"{parameter}.";
        return path.StartsWith(start, StringComparison.Ordinal) && path[start.Length..].Split('.').All(IsIdentifier)
            ? path[start.Length..].Replace("@", string.Empty, StringComparison.Ordinal)
            : null;
    }

    private static bool IsIdentifier(string text) =>
        text.TrimStart('@') is { Length: > 0 } name && !char.IsDigit(name[0]) && name.All(character => char.IsLetterOrDigit(character) || character == '_');
}
