using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>What can be wrong with the value of a record.</summary>
/// <param name="Text">What came and what is allowed, for the sender of the record.</param>
/// <param name="Message">The same with the cure, for the author of the description.</param>
internal sealed record Problem(string Text, string Message)
{
    public static Problem Missing { get; } = Of(
        "the record has no value (null), and missing values are refused.",
        "Leave out the record, or say what stands for it: missing: Missing.Median, Mean or Constant.");

    public static Problem MissingCategory { get; } = Of(
        "the record has no value (null or empty), and missing values are refused.",
        "Leave out the record, or leave out refuseMissing: then a missing one is a category of its own.");

    public static Problem NewMissing { get; } = Of(
        "the record has no value (null), but all records of the training had one.",
        "Leave out the record, or fit with records without it.");

    public static Problem UnknownMissingCategory { get; } = Of(
        "the value is missing (null or empty), and no record of the training was without one.",
        "Fit with such records, correct the record, or pass unknown: UnknownCategory.Zeros or OwnColumn.");

    public static Problem HalfCharacter { get; } = Of(
        "the category has half of a surrogate pair, which can't be saved in a file.", "Use whole characters.");

    public static Problem NullRecord { get; } = Of("the record itself is null.", "Leave it out.");

    /// <summary>A problem whose cure follows its text.</summary>
    public static Problem Of(string text, string cure) => new(text, $"{text} {cure}");

    /// <summary>
    /// The delegate is the caller's code; its own message says what is wrong. It is not for the sender, since it may tell of the code.
    /// </summary>
    public static Problem Thrown(Exception exception) => new(
        "the value can't be read.",
        $"the delegate of the column threw {exception.GetType().Name}: {Shown.Text(exception.Message)} Correct the record or the delegate; for a value that may be missing return null.");

    public static Problem NotFinite(double value) => Of(
        Invariant($"the number is {value}; it must be finite."),
        "Pass null for a missing number, with missing: Missing.Median or another rule.");

    public static Problem BeyondRange(double value) => Of(
        Invariant($"the number is {value}, beyond the range of float, {float.MinValue} to {float.MaxValue}."),
        "Use rows of double, or clip it: NumberTransform.Clip.");

    public static Problem NoLogarithm(double value) => Of(
        Invariant($"the number is {value}; it must be above -1."),
        "The column computes ln(1 + x). Clip first: NumberTransform.Clip(...).ThenLog().");

    public static Problem NoLevel(string level, IReadOnlyList<string> levels) => Of(
        $"the value is '{Shown.Text(level)}'; it must be one of the levels {Listed(levels, Quoted)}.", "Add it, or correct the record.");

    public static Problem UnknownCategory(CategoryKey category, IReadOnlyList<CategoryKey> known, bool isPair) => Of(
        Invariant($"the value is {category.Shown(isPair)}, which is not one of the {Shown.Count(known.Count, "category", "categories")} of the training: {Listed(known, key => key.Shown(isPair))}."),
        "Fit with records of it, or pass unknown: UnknownCategory.Zeros or OwnColumn, or minimumCount without unknown: it then joins the rare ones, if there are any.");

    public static Problem LongCategory(int length, int longest) => Of(
        Invariant($"the category has {length} characters; {longest} are possible."),
        "Text is no category: shorten it, or leave the column out.");

    public static Problem TooManyCategories(string found, int most) => Of(
        Invariant($"the records have {found} categories; maximumCategories allows {most}."),
        "Join the rare ones with minimumCount, raise maximumCategories, or leave the column out: an id is no category.");

    public static Problem TooManyRare(int found, int most) => Of(
        Invariant($"the records have {found} rare categories, which are kept by name where unknown is given; maximumCategories allows {most}."),
        "Leave out unknown, so that an unknown category is a rare one, or raise maximumCategories.");

    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;

    private static string Quoted(string text) => $"'{Shown.Text(text)}'";

    /// <summary>The first of some values.</summary>
    private static string Listed<TValue>(IReadOnlyList<TValue> values, Func<TValue, string> show)
    {
        const int Most = 10;
        string some = string.Join(", ", values.Take(Most).Select(show));
        return values.Count > Most ? $"{some} and others" : some;
    }
}
