namespace NeuralNet.Data.Numbers;

/// <summary>The numbers of <see cref="DateParts"/>.</summary>
internal static class DateNumbers
{
    private const int MinutesOfDay = 24 * 60;

    /// <summary>The parts in the order of their numbers, each with the names of its numbers.</summary>
    private static readonly (DateParts Part, string[] Names)[] _parts =
    [
        (DateParts.Year, ["Year"]),
        (DateParts.Days, ["Days"]),
        (DateParts.MonthCyclic, ["Month.sin", "Month.cos"]),
        (DateParts.DayOfYearCyclic, ["DayOfYear.sin", "DayOfYear.cos"]),
        (DateParts.DayOfMonthCyclic, ["DayOfMonth.sin", "DayOfMonth.cos"]),
        (DateParts.DayOfWeekCyclic, ["DayOfWeek.sin", "DayOfWeek.cos"]),
        (DateParts.Weekend, ["Weekend"]),
        (DateParts.TimeOfDayCyclic, ["TimeOfDay.sin", "TimeOfDay.cos"]),
    ];

    /// <summary>The maximum count of numbers of a date.</summary>
    public const int Most = 13;

    private static readonly DateTime _dayZero = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>All parts together.</summary>
    public static DateParts All { get; } = _parts.Aggregate(DateParts.None, (all, pair) => all | pair.Part);

    public static string[] Names(DateParts parts) =>
        [.. _parts.Where(pair => parts.HasFlag(pair.Part)).SelectMany(pair => pair.Names)];

    /// <summary>Writes the numbers of a date, in the order of <see cref="Names"/>, and returns their count.</summary>
    public static int Write(DateTime date, DateParts parts, Span<double> destination)
    {
        int count = 0;
        foreach ((DateParts part, string[] names) in _parts)
        {
            if ((parts & part) == 0)
            {
                continue;
            }

            if (names.Length == 1)
            {
                destination[count++] = Single(date, part);
                continue;
            }

            (int place, int length) = Cycle(date, part);
            (destination[count], destination[count + 1]) = SameBits.OfTurn(place, length);
            count += 2;
        }

        return count;
    }

    private static double Single(DateTime date, DateParts part) => part switch
    {
        DateParts.Year => date.Year,
        DateParts.Days => (date.Date - _dayZero).Days,
        _ => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0,
    };

    private static (int Place, int Length) Cycle(DateTime date, DateParts part) => part switch
    {
        DateParts.MonthCyclic => (date.Month - 1, 12),
        DateParts.DayOfYearCyclic => (date.DayOfYear - 1, DateTime.IsLeapYear(date.Year) ? 366 : 365),
        DateParts.DayOfMonthCyclic => (date.Day - 1, DateTime.DaysInMonth(date.Year, date.Month)),
        DateParts.DayOfWeekCyclic => ((int)date.DayOfWeek, 7),
        _ => ((60 * date.Hour) + date.Minute, MinutesOfDay),
    };
}
