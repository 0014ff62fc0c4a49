namespace NeuralNet.Data;

/// <summary>
/// The numbers that a date becomes, in this order. A cyclic part is two numbers, the sine and the cosine of its share of the cycle, so
/// December is as near to January as to November. They have the same bits on every machine.
/// </summary>
[Flags]
public enum DateParts
{
    /// <summary>No part; not valid alone.</summary>
    None = 0,

    /// <summary>The year, such as 2026.</summary>
    Year = 1,

    /// <summary>The days since 2000-01-01, whole, negative before.</summary>
    Days = 2,

    /// <summary>The month in a cycle of 12.</summary>
    MonthCyclic = 4,

    /// <summary>The day in a cycle of its year, 365 or 366.</summary>
    DayOfYearCyclic = 8,

    /// <summary>The day in a cycle of its month, 28 to 31.</summary>
    DayOfMonthCyclic = 16,

    /// <summary>The day in a cycle of 7, from Sunday.</summary>
    DayOfWeekCyclic = 32,

    /// <summary>1 on Saturday and Sunday, otherwise 0.</summary>
    Weekend = 64,

    /// <summary>The minute of the day in a cycle of 1,440. A <see cref="DateOnly"/> has none.</summary>
    TimeOfDayCyclic = 128,
}
