using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NeuralNet.Service;

/// <summary>The health of the service.</summary>
internal sealed record HealthAnswer(string Status, string? Description)
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        string? description = report.Entries.Values.Select(entry => entry.Description).FirstOrDefault();
        return context.Response.WriteAsJsonAsync(new HealthAnswer(report.Status.ToString(), description), ServiceJson.Default.HealthAnswer);
    }
}
