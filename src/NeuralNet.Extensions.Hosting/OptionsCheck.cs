using Microsoft.Extensions.Options;

namespace NeuralNet.Extensions.Hosting;

/// <summary>Rejects options that are out of range when the service starts.</summary>
internal sealed class OptionsCheck : IValidateOptions<PerceptronOptions>, IValidateOptions<OnlineLearningOptions>
{
    private const int MostWaiting = 10_000_000;

    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private static readonly TimeSpan _longestDebounce = TimeSpan.FromSeconds(10);

    public ValidateOptionsResult Validate(string? name, PerceptronOptions options) => Result(
        name,
        options.Path is not { } path || !string.IsNullOrWhiteSpace(path) ? null : "Path is blank; name the file of the model.",
        Outside(nameof(options.Debounce), options.Debounce, _longestDebounce, allowsZero: false),
        Outside(nameof(options.PollingInterval), options.PollingInterval, _day, allowsZero: false));

    public ValidateOptionsResult Validate(string? name, OnlineLearningOptions options) => Result(
        name,
        CapacityError(options.Capacity),
        options.SavePath is not { } path || !string.IsNullOrWhiteSpace(path) ? null : "SavePath is blank; name a file, or leave it null.",
        Outside(nameof(options.PublishInterval), options.PublishInterval, _day, allowsZero: true),
        Outside(nameof(options.SaveInterval), options.SaveInterval, _day, allowsZero: false));

    /// <summary>Checks a capacity. Returns the error, or null if it is valid.</summary>
    public static string? CapacityError(int capacity) => capacity is >= 1 and <= MostWaiting
        ? null
        : FormattableString.Invariant($"Capacity is {capacity}; it must lie in [1, {MostWaiting}].");

    private static string? Outside(string property, TimeSpan value, TimeSpan most, bool allowsZero) =>
        value <= most && (allowsZero ? value >= TimeSpan.Zero : value > TimeSpan.Zero)
            ? null
            : FormattableString.Invariant($"{property} is {value}; it must lie in {(allowsZero ? '[' : '(')}0, {most}].");

    private static ValidateOptionsResult Result(string? name, params ReadOnlySpan<string?> failures)
    {
        var errors = new List<string>();
        foreach (string? failure in failures)
        {
            if (failure is not null)
            {
                errors.Add(string.IsNullOrEmpty(name) ? failure : $"Model '{name}': {failure}");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
