using System.Diagnostics.CodeAnalysis;

namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>What was asked for.</summary>
/// <param name="Filter">A part of the names of the lines to run; null for all.</param>
/// <param name="Output">The file to write the Markdown table to, or null.</param>
internal sealed record CommandLine(string? Filter, string? Output)
{
    /// <summary>How to call the program.</summary>
    public const string Usage = "Usage: [part of the name of a line] [--out file.md]";

    private const string OutputOption = "--out";

    /// <summary>Reads the arguments; false where they make no sense.</summary>
    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out CommandLine? command)
    {
        string? filter = null;
        string? output = null;
        command = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == OutputOption && i + 1 < arguments.Length && output is null)
            {
                output = arguments[++i];
            }
            else if (!arguments[i].StartsWith('-') && filter is null)
            {
                filter = arguments[i];
            }
            else
            {
                return false;
            }
        }

        command = new CommandLine(filter, output);
        return true;
    }

    /// <summary>Whether a line is to be run.</summary>
    public bool Takes(ILine line) => Filter is null || line.Name.Contains(Filter, StringComparison.OrdinalIgnoreCase);
}
