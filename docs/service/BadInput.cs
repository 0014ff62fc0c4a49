using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using NeuralNet.Core;

namespace NeuralNet.Service;

/// <summary>Input that is not what it should be is the caller's error, told as problem details.</summary>
internal static class BadInput
{
    /// <summary>The most rows or examples of a request.</summary>
    private const int MostRows = 1_000;

    public static int StatusOf(Exception error) =>
        error is BadHttpRequestException bad ? bad.StatusCode : (int)HttpStatusCode.InternalServerError;

    /// <summary>Whether an exception is an answer to a caller, and nothing to wake anybody for.</summary>
    public static bool IsNoFault(ExceptionHandlerSuppressDiagnosticsContext context) => context.Exception is BadHttpRequestException;

    /// <summary>Tells the caller what is wrong; of any other exception it tells nothing.</summary>
    public static void Explain(ProblemDetailsContext context)
    {
        if (context.Exception is BadHttpRequestException bad)
        {
            context.ProblemDetails.Detail = bad.InnerException is JsonException json ? json.Message : bad.Message;
        }
    }

    /// <exception cref="BadHttpRequestException">There are no rows, or too many.</exception>
    public static void CheckCount(string name, int count)
    {
        if (count is 0 or > MostRows)
        {
            throw new BadHttpRequestException($"'{name}' has {count} elements; send 1 to {MostRows}.");
        }
    }

    /// <exception cref="BadHttpRequestException">The row does not fit the model.</exception>
    public static void CheckRow(FrozenPerceptron<float> model, float[]? row, string name, int index)
    {
        if (row?.Length != model.Inputs)
        {
            throw new BadHttpRequestException(
                $"'{name}' {index} has {row?.Length ?? 0} values; the model takes {model.Inputs}: {string.Join(", ", model.FeatureNames!)}.");
        }

        int bad = row.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (bad >= 0)
        {
            throw new BadHttpRequestException($"'{name}' {index} has a value for {model.FeatureNames![bad]} that is too large for a float.");
        }
    }
}
