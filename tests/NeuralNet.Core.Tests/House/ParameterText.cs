using System.Text.RegularExpressions;

namespace NeuralNet.Core.Tests.House;

/// <summary>
/// A parameter as the guide writes it: <c>`delta` = 1.35 in (0, inf)</c>, where default and interval may be missing, or words
/// may follow a colon.
/// </summary>
internal sealed partial record ParameterText(string Name, string? Default, IntervalText? Interval, string? Words)
{
    /// <summary>The parameters of a cell, separated by semicolons.</summary>
    public static IReadOnlyList<ParameterText> Read(string cell) =>
        cell.Length == 0 ? [] : [.. cell.Split("; ").Select(ReadOne)];

    private static ParameterText ReadOne(string text)
    {
        Match match = Pattern().Match(text);
        match.Success.Should().BeTrue($"'{text}' is to read like: `name` = default in (low, high), or `name`: words");
        IntervalText? interval = Value("interval") is { } ends ? IntervalText.Read(ends) : null;
        return new(match.Groups["name"].Value, Value("default"), interval, Value("words"));

        string? Value(string group) => match.Groups[group].Success ? match.Groups[group].Value : null;
    }

    [GeneratedRegex(@"^`(?<name>\w+)`(?: = (?<default>[^\s:]+))?(?: in (?<interval>[\[(].*[\])]))?(?:: (?<words>.+))?$")]
    private static partial Regex Pattern();
}
