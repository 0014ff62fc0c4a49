using System.Numerics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NeuralNet.Core;
using NeuralNet.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds models to a service collection. Resolve a model without a name as <see cref="PerceptronHost{T}"/>, and a named model as a
/// keyed <see cref="PerceptronHost{T}"/>, for example with <see cref="FromKeyedServicesAttribute"/>.
/// </summary>
public static class PerceptronServiceCollectionExtensions
{
    /// <summary>Adds a model from a file. The file is loaded when the service starts, and reloaded each time it is replaced.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as it was saved.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="path">The file.</param>
    /// <returns>A builder to configure the model.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A model with this name was already added.</exception>
    public static PerceptronServiceBuilder<T> AddPerceptron<T>(this IServiceCollection services, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => services.AddPerceptron<T>(string.Empty, path);

    /// <inheritdoc cref="AddPerceptron{T}(IServiceCollection, string)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the model, unique within the service.</param>
    /// <param name="path">The file.</param>
    public static PerceptronServiceBuilder<T> AddPerceptron<T>(this IServiceCollection services, string name, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        return services.AddPerceptron<T>(name, options => options.Path = path);
    }

    /// <summary>Adds a model created in code, such as a newly trained one. It stays current until another model is published.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="model">The model.</param>
    /// <returns>A builder to configure the model.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A model with this name was already added.</exception>
    public static PerceptronServiceBuilder<T> AddPerceptron<T>(this IServiceCollection services, FrozenPerceptron<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => services.AddPerceptron(string.Empty, model);

    /// <inheritdoc cref="AddPerceptron{T}(IServiceCollection, FrozenPerceptron{T})"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the model, unique within the service.</param>
    /// <param name="model">The model.</param>
    public static PerceptronServiceBuilder<T> AddPerceptron<T>(this IServiceCollection services, string name, FrozenPerceptron<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        return Add(services, name, new ModelSetup<T> { Model = model });
    }

    /// <summary>Adds a model with options set in code.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as it was saved.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>A builder to configure the model.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A model with this name was already added.</exception>
    public static PerceptronServiceBuilder<T> AddPerceptron<T>(this IServiceCollection services, Action<PerceptronOptions> configure)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => services.AddPerceptron<T>(string.Empty, configure);

    /// <inheritdoc cref="AddPerceptron{T}(IServiceCollection, Action{PerceptronOptions})"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the model, unique within the service.</param>
    /// <param name="configure">Sets the options.</param>
    public static PerceptronServiceBuilder<T> AddPerceptron<T>(
        this IServiceCollection services, string name, Action<PerceptronOptions> configure)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, name, new ModelSetup<T>()).Configure(configure);
    }

    /// <summary>Adds a model with options from a configuration section, bound to <see cref="PerceptronOptions"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as it was saved.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="section">The section.</param>
    /// <returns>A builder to configure the model.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A model with this name was already added.</exception>
    public static PerceptronServiceBuilder<T> AddPerceptron<T>(this IServiceCollection services, IConfiguration section)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => services.AddPerceptron<T>(string.Empty, section);

    /// <inheritdoc cref="AddPerceptron{T}(IServiceCollection, IConfiguration)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the model, unique within the service.</param>
    /// <param name="section">The section.</param>
    public static PerceptronServiceBuilder<T> AddPerceptron<T>(this IServiceCollection services, string name, IConfiguration section)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(section);
        PerceptronServiceBuilder<T> builder = Add(services, name, new ModelSetup<T>());
        services.AddOptions<PerceptronOptions>(name).Bind(section);
        return builder;
    }

    private static PerceptronServiceBuilder<T> Add<T>(IServiceCollection services, string name, ModelSetup<T> setup)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        if (services.Any(service => service.ServiceType == typeof(ModelName) && name.Equals(service.ServiceKey)))
        {
            throw new ArgumentException(
                name.Length == 0 ? "A model without a name was already added. Name one of the two." : $"A model '{name}' was already added. Give one of the two another name.",
                nameof(name));
        }

        services.AddKeyedSingleton(name, new ModelName(name));
        services.TryAddSingleton<SavePlaces>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PerceptronOptions>, OptionsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OnlineLearningOptions>, OptionsCheck>());
        services.AddOptions<PerceptronOptions>(name).ValidateOnStart();
        services.AddKeyedSingleton(name, (provider, _) => new ServedModel<T>(provider, name, setup));
        services.AddKeyedSingleton(name, static (provider, key) => provider.GetRequiredKeyedService<ServedModel<T>>(key).Host);
        services.AddKeyedSingleton<IPredictor<T>>(name, static (provider, key) => provider.GetRequiredKeyedService<PerceptronHost<T>>(key));
        if (name.Length == 0)
        {
            services.AddSingleton(static provider => provider.GetRequiredKeyedService<PerceptronHost<T>>(string.Empty));
            services.AddSingleton<IPredictor<T>>(static provider => provider.GetRequiredService<PerceptronHost<T>>());
        }

        services.AddSingleton<IHostedService>(provider => new ReloadService<T>(
            provider.GetRequiredKeyedService<ServedModel<T>>(name),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            Log.Logger(provider)));
        return new(services, name, setup);
    }

    /// <summary>Marks a name as used, for models of either type.</summary>
    private sealed record ModelName(string Name);
}
