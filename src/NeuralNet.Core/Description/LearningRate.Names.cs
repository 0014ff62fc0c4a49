using System.Globalization;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Rates;

namespace NeuralNet.Core;

/// <content>The learning rates of the library by their names.</content>
public sealed partial class LearningRate
{
    /// <summary>Returns the rate of the library with this name, without warm-up or plateau; null if there is none.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its interval.</exception>
    internal static LearningRate? Named(string text)
    {
        var call = NamedCall.Parse(text);
        string last = call.Arguments.Count > 0 ? call.Arguments[^1] : string.Empty;
        RateUnit? unit = last switch { "epochs" => RateUnit.Epoch, "steps" => RateUnit.Step, _ => null };
        double[] numbers;
        switch (call.Name)
        {
            case "constant" when call.TryNumbers(1, 1, out numbers):
                return Constant(numbers[0]);
            case "inverse-scaling" or "exponential"
                when unit is { } counted && (call with { Arguments = [.. call.Arguments.SkipLast(1)] }).TryNumbers(2, 2, out numbers):
                return call.Name == "exponential"
                    ? Exponential(numbers[0], numbers[1], counted)
                    : InverseScaling(numbers[0], numbers[1], counted);
            case "step" when Length(last) is { } time
                && (call with { Arguments = [.. call.Arguments.SkipLast(1)] }).TryNumbers(2, 2, out numbers):
                return Step(numbers[0], numbers[1], time.Length, time.Unit);
            case "cosine" when call.Arguments.Count is 2 or 3 && Length(call.Arguments[1]) is { } time
                && (call with { Arguments = [call.Arguments[0], .. call.Arguments.Skip(2)] }).TryNumbers(1, 2, out numbers):
                return Cosine(numbers[0], time.Length, numbers.Length > 1 ? numbers[1] : 0, time.Unit);
            default:
                return null;
        }
    }

    /// <summary>Returns the rate without warm-up and plateau.</summary>
    internal static LearningRate Plain(LearningRate rate) => new(new RateSchedule(rate.Schedule.Rate));

    /// <summary>Adds the warm-up with this name; null if there is none.</summary>
    internal LearningRate? WarmedUpBy(string text) =>
        NamedCall.Parse(text) is ("warm-up", [var length]) && Length(length) is { } time
            ? WithWarmUp(time.Length, time.Unit)
            : null;

    /// <summary>Adds the plateau rule with this name; null if there is none.</summary>
    internal LearningRate? LoweredBy(string text)
    {
        var call = NamedCall.Parse(text);
        return call.Name == "lowered-on-plateau" && call.TryNumbers(3, 4, out double[] numbers) && numbers[1] == (int)numbers[1]
            ? LoweredOnPlateau(numbers[0], (int)numbers[1], numbers[2], numbers.Length > 3 ? numbers[3] : 0)
            : null;
    }

    /// <summary>Parses a length of time such as "50 epochs".</summary>
    private static (int Length, RateUnit Unit)? Length(string text) =>
        text.Split(' ') is [var number, var unit]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? unit switch
            {
                "epoch" or "epochs" => (length, RateUnit.Epoch),
                "step" or "steps" => (length, RateUnit.Step),
                _ => null,
            }
            : null;
}
