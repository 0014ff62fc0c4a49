using System.Globalization;
using System.Text;
using NeuralNet.Core.PeerBenchmarks.Limits;

namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>Results as text for the console and for Markdown.</summary>
internal static class Table
{
    private const string Header = "| work | unit | ours | peer | its time | ratio | goal | |\n|---|---|---|---|---|---|---|---|";
    private const string LimitHeader = "| work | unit | ours | limit | ours / limit | goal |\n|---|---|---|---|---|---|";

    /// <summary>One line for a console.</summary>
    public static string Line(Result result)
    {
        string[] cells = Cells(result);
        return $"{cells[0],-66} ours {cells[2],9} {cells[1],-13} {cells[3],-31} {cells[4],10}  {cells[5],8} {cells[6],6}  {cells[7]}";
    }

    /// <summary>
    /// Both tables, ours against the limit and against each peer, with the machine above them and what "comparable" means below.
    /// </summary>
    public static string Markdown(IEnumerable<string> machine, IReadOnlyCollection<Result> results)
    {
        var text = new StringBuilder();
        foreach (string line in machine)
        {
            text.Append("- ").Append(line).Append('\n');
        }

        AppendLimits(text, [.. results.Where(result => result.Peer == Limit.Name)]);
        text.Append('\n').Append(Header).Append('\n');
        foreach (Result result in results)
        {
            text.Append("| ").AppendJoin(" | ", Cells(result)).Append(" |\n");
        }

        text.Append("\nBefore a ratio is printed:\n\n");
        foreach (IGrouping<string, Result> group in results.GroupBy(result => result.Contest.Agreement.Text))
        {
            text.Append("- ").AppendJoin("; ", group.Select(result => result.Contest.Name).Distinct())
                .Append(": ").Append(group.Key).Append(".\n");
        }

        return text.ToString();
    }

    private static void AppendLimits(StringBuilder text, Result[] results)
    {
        if (results.Length == 0)
        {
            return;
        }

        text.Append("\n### Against the limit\n\n")
            .Append("The goal of the article is meant against the scalar C# loop, the others against the limit.\n\n")
            .Append(LimitHeader).Append('\n');
        foreach (Result result in results)
        {
            text.Append("| ").AppendJoin(" | ", LimitCells(result)).Append(" |\n");
        }

        text.Append("\n### Against each peer\n");
    }

    private static string[] LimitCells(Result result)
    {
        TimeUnit unit = result.Contest.Unit;
        return
        [
            result.Contest.Name,
            unit.Text,
            Significant(result.Ours.Seconds * unit.PerSecond),
            Significant(result.Theirs.Seconds * unit.PerSecond),
            result.IsComparable ? Significant(1 / result.Ratio) : "-",
            LimitGoals.Of(result.Contest) is { } goal ? Significant(goal) : string.Empty,
        ];
    }

    private static string[] Cells(Result result)
    {
        TimeUnit unit = result.Contest.Unit;
        return
        [
            result.Contest.Name,
            unit.Text,
            Significant(result.Ours.Seconds * unit.PerSecond),
            result.Peer,
            Significant(result.Theirs.Seconds * unit.PerSecond),
            result.IsComparable ? Significant(result.Ratio) : "-",
            result.Goal is { } goal ? Significant(goal) : string.Empty,
            result.IsComparable
                ? result.Verdict
                : string.Create(CultureInfo.InvariantCulture, $"{result.Verdict}: {result.Ours.Quality:G8} and {result.Theirs.Quality:G8}"),
        ];
    }

    // Three digits: the machine's noise allows no more.
    private static string Significant(double value)
    {
        int decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value) + double.Epsilon)), 0, 6);
        return value.ToString(string.Create(CultureInfo.InvariantCulture, $"N{decimals}"), CultureInfo.InvariantCulture);
    }
}
