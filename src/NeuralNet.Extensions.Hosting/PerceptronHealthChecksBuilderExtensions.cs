using System.Numerics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NeuralNet.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of models.</summary>
public static class PerceptronHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is degraded while the file of the model is bad or gone and the model of before goes on serving, and while
    /// what was learned can't be saved.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as the model was added.</typeparam>
    /// <param name="builder">The health checks of the service.</param>
    /// <param name="name">The name of the model. Default empty: the one without.</param>
    /// <param name="failureStatus">What to report then. Default <see cref="HealthStatus.Degraded"/>.</param>
    /// <param name="tags">Tags to choose checks by. Default none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">The builder or the name is null.</exception>
    /// <remarks>A service whose check is of no model does not start.</remarks>
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
                    ? $"A health check is of the model of {type} without a name, and there is none. Call AddPerceptron<{type}>(...)."
                    : $"A health check is of the model '{name}' of {type}, and there is none. Call AddPerceptron<{type}>(\"{name}\", ...).")
            .ValidateOnStart();
        return builder.Add(new HealthCheckRegistration(
            name.Length == 0 ? "perceptron" : $"perceptron {name}",
            services => new PerceptronHealthCheck<T>(services.GetRequiredKeyedService<ServedModel<T>>(name)),
            failureStatus,
            tags));
    }
}
