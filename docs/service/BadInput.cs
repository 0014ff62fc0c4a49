using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;
using NeuralNet.Core;
using NeuralNet.Data;

namespace NeuralNet.Service;

/// <summary>Reports invalid input to the caller as problem details.</summary>
internal static class BadInput
{
    /// <summary>The most rows or examples of a request.</summary>
    private const int MostRows = 1_000;

    public static int StatusOf(Exception error) =>
        error is BadHttpRequestException bad ? bad.StatusCode : (int)HttpStatusCode.InternalServerError;

    /// <summary>Checks whether an exception is an error of the caller, which needs no diagnostics.</summary>
    public static bool IsNoFault(ExceptionHandlerSuppressDiagnosticsContext context) => context.Exception is BadHttpRequestException;

    /// <summary>Explains errors of the caller; other exceptions stay hidden.</summary>
    public static void Explain(ProblemDetailsContext context)
    {
        if (context.Exception is BadHttpRequestException bad)
        {
            context.ProblemDetails.Detail = bad.InnerException is JsonException json ? json.Message : bad.Message;
        }
    }

    /// <summary>Rejects charsets other than UTF-8: the framework fails with an internal error for unknown charsets.</summary>
    /// <exception cref="BadHttpRequestException">The request has another charset.</exception>
    public static Task CheckCharsetAsync(HttpContext context, RequestDelegate next) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
            && type.Charset is { Length: > 0 } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? throw new BadHttpRequestException($"The charset is '{charset}'; send JSON in utf-8.", (int)HttpStatusCode.UnsupportedMediaType)
            : next(context);

    /// <summary>Checks the number of rows or examples.</summary>
    /// <exception cref="BadHttpRequestException">There are no rows, or too many.</exception>
    public static void CheckCount(string name, int count)
    {
        if (count is 0 or > MostRows)
        {
            throw new BadHttpRequestException($"'{name}' has {count} elements; send 1 to {MostRows}.");
        }
    }

    /// <summary>Checks a row.</summary>
    /// <exception cref="BadHttpRequestException">The row does not fit the model.</exception>
    public static void CheckRow(FrozenPerceptron<float> model, float[]? row, Place place)
    {
        // A missing row (null) counts as a row without values.
        if (!model.TryCheck(row, out string? error))
        {
            throw new BadHttpRequestException($"{place}: {error}");
        }
    }

    /// <summary>Tells the field, its value and what is allowed; the index too, if there are several records.</summary>
    public static BadHttpRequestException OfRecord(string name, RecordException error)
    {
        string? record = error.Row is { } row ? $"'{name}' {row}" : null;
        string? field = error.Column is { } column ? $"'{column}'" : null;
        string place = record is null && field is null ? $"'{name}'" : string.Join(", ", new[] { record, field }.OfType<string>());
        return new($"{place}: {error.Problem}");
    }

    /// <summary>Checks that a prediction is finite.</summary>
    /// <exception cref="BadHttpRequestException">The values are too large for the weights.</exception>
    public static void CheckPrediction(ReadOnlySpan<float> prediction, Place place)
    {
        foreach (float value in prediction)
        {
            if (!float.IsFinite(value))
            {
                throw new BadHttpRequestException($"{place} has values so large that the model predicts {value}. Send values in the range of its training data.");
            }
        }
    }
}
