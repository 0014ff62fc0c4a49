using System.Numerics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NeuralNet.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of models.</summary>
public static class PerceptronHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is degraded while the file of the model is missing, corrupt or refused (the previous model still serves), while the
    /// learned network can't be saved to its file, and after learning has diverged or what was learned was refused, until a version is
    /// published or a file loaded.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as the model was added.</typeparam>
    /// <param name="builder">The health checks of the service.</param>
    /// <param name="name">The name of the model. Default empty: the model without a name.</param>
    /// <param name="failureStatus">The status to report in these cases. Default <see cref="HealthStatus.Degraded"/>.</param>
    /// <param name="tags">Tags for filtering checks. Default none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">The builder or the name is null.</exception>
    /// <remarks>A service does not start if a check names a model that was not added.</remarks>
    public static IHealthChecksBuilder AddPerceptronCheck<T>(
        this IHealthChecksBuilder builder,
        string name = "",
        HealthStatus failureStatus = HealthStatus.Degraded,
        IEnumerable<string>? tags = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        string type = typeof(T) == typeof(float) ? "float" : "double";
        builder.Services.AddOptions<HealthCheckServiceOptions>()
            .Validate<IServiceProvider>(
                (_, services) => services.GetService<IServiceProviderIsKeyedService>() is not { } known || known.IsKeyedService(typeof(ServedModel<T>), name),
                name.Length == 0
                    ? $"A health check is for the model of {type} without a name, which was not added. Call AddPerceptron<{type}>(...)."
                    : $"A health check is for the model '{name}' of {type}, which was not added. Call AddPerceptron<{type}>(\"{name}\", ...).")
            .ValidateOnStart();
        return builder.Add(new HealthCheckRegistration(
            name.Length == 0 ? "perceptron" : $"perceptron {name}",
            services => new PerceptronHealthCheck<T>(services.GetRequiredKeyedService<ServedModel<T>>(name)),
            failureStatus,
            tags));
    }
}
