using System.Diagnostics.CodeAnalysis;

namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>What was asked for.</summary>
/// <param name="Filter">A part of the names of the lines to run; null for all.</param>
/// <param name="Against">A part of the names of the peers to run; null for all.</param>
/// <param name="Output">The file to write the Markdown table to, or null.</param>
internal sealed record CommandLine(string? Filter, string? Against, string? Output)
{
    /// <summary>How to call the program.</summary>
    public const string Usage = "Usage: [part of the name of a line] [--against part of the name of a peer] [--out file.md]";

    private const string AgainstOption = "--against";
    private const string OutputOption = "--out";

    /// <summary>Reads the arguments; false where they make no sense.</summary>
    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out CommandLine? command)
    {
        string? filter = null;
        string? against = null;
        string? output = null;
        command = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == OutputOption && i + 1 < arguments.Length && output is null)
            {
                output = arguments[++i];
            }
            else if (arguments[i] == AgainstOption && i + 1 < arguments.Length && against is null)
            {
                against = arguments[++i];
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

        command = new CommandLine(filter, against, output);
        return true;
    }

    /// <summary>Returns whether to run a line.</summary>
    public bool Takes(ILine line) => Has(line.Name, Filter);

    /// <summary>Returns whether to run a peer.</summary>
    public bool Takes(Contestant peer) => Has(peer.Name, Against);

    private static bool Has(string name, string? part) => part is null || name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
