using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <summary>
/// Throws the errors of the library, outside of the code that runs without errors. Each message says what was passed, what is
/// allowed and the cure. The parts are named by subject.
/// </summary>
internal static partial class Throw
{
    public static void IfNotPositive(int value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(parameter, value, Invariant($"{parameter} is {value}; it must be 1 or more."));
        }
    }

    public static void IfNegative(double value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(parameter, value, Invariant(
                $"{parameter} is {value}; it must lie in [0, inf)."));
        }
    }

    public static void IfNotPositive(double value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, Invariant($"{parameter} is {value}; it must lie in (0, inf)."));
        }
    }

    public static void IfUndefined(RateUnit value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (value is not (RateUnit.Epoch or RateUnit.Step))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, Invariant($"{parameter} is {(int)value}; use RateUnit.Epoch or RateUnit.Step."));
        }
    }

    public static void IfNotFloatOrDouble<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException(
                $"{typeof(T).Name} is not supported; use float or double.");
        }
    }

    [DoesNotReturn]
    public static void ArgumentOutOfRange_Outside(string parameter, double value, string allowed, string cure) =>
        throw new ArgumentOutOfRangeException(
            parameter, value, Invariant($"{parameter} is {value}; it must lie in {allowed}. {cure}"));

    [DoesNotReturn]
    public static void ArgumentOutOfRange_NoSuchOutput(string parameter, int output, int outputs) =>
        throw new ArgumentOutOfRangeException(
            parameter, output, Invariant($"{parameter} is {output}; with {outputs} output(s) it must lie in [0, {outputs - 1}]."));

    [DoesNotReturn]
    public static void ArgumentOutOfRange_TooManyWeights(string parameter, int inputs, int outputs, string type, int size) =>
        throw new ArgumentOutOfRangeException(parameter, TooManyWeights(inputs, outputs, type, size));

    /// <summary>Says how many weights there would be, what they take, how many are possible, and the cure.</summary>
    public static string TooManyWeights(int inputs, int outputs, string type, int size) => Invariant(
        $"{Shown.Count(inputs, "input")} x {Shown.Count(outputs, "output")} are {(long)inputs * outputs} weights, {Mebibytes((double)inputs * outputs, size)} MiB of {type}; with one bias per output, at most {WeightCheck.MostParameters} are possible, {Mebibytes(WeightCheck.MostParameters, size)} MiB. Use fewer inputs or outputs, such as features hashed to fewer columns.");

    private static string Mebibytes(double count, int size) => Invariant($"{count * size / (1 << 20):F0}");
}
