using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>A model that was added to a service, to say more about it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PerceptronServiceBuilder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ModelSetup<T> _setup;

    internal PerceptronServiceBuilder(IServiceCollection services, string name, ModelSetup<T> setup)
    {
        Services = services;
        Name = name;
        _setup = setup;
    }

    /// <summary>The services the model was added to.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the model; empty for the one without.</summary>
    public string Name { get; }

    /// <summary>Sets options of the model and its file, after those that were set before.</summary>
    /// <param name="configure">Sets them.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">There is no action.</exception>
    public PerceptronServiceBuilder<T> Configure(Action<PerceptronOptions> configure)
    {
        Services.Configure(Name, configure);
        return this;
    }

    /// <summary>Hands over the parts that are a user's own, where the file names some.</summary>
    /// <param name="parts">The parts.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">There are no parts.</exception>
    public PerceptronServiceBuilder<T> WithParts(CustomParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _setup.Parts = parts;
        return this;
    }

    /// <summary>
    /// Lets the model learn while it serves, from its file, which has to hold a whole network. Examples go to
    /// <see cref="PerceptronLearner{T}"/>, to be had from the services as the <see cref="PerceptronHost{T}"/> is.
    /// </summary>
    /// <param name="configure">Sets how it learns. Default null: <see cref="OnlineLearningOptions"/> as it is.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The model learns already, or was handed over frozen.</exception>
    public PerceptronServiceBuilder<T> LearnOnline(Action<OnlineLearningOptions>? configure = null)
    {
        if (_setup.Learns)
        {
            throw new InvalidOperationException($"The model '{Name}' learns already. Call LearnOnline once.");
        }

        if (_setup.Model is not null)
        {
            throw new InvalidOperationException(
                $"The model '{Name}' was handed over frozen, and can't learn. Add it by its file, or pass a network to LearnOnline of a model without one.");
        }

        _setup.Learns = true;
        string name = Name;
        Services.AddKeyedSingleton(name, static (services, key) =>
            services.GetRequiredKeyedService<ServedModel<T>>(key).Learning!.Learner);
        if (name.Length == 0)
        {
            Services.AddSingleton(static services => services.GetRequiredKeyedService<PerceptronLearner<T>>(string.Empty));
        }

        Services.AddSingleton<IHostedService>(services => new LearningService<T>(
            services.GetRequiredKeyedService<ServedModel<T>>(name),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            Log.Logger(services)));
        OptionsBuilder<OnlineLearningOptions> options = Services.AddOptions<OnlineLearningOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return this;
    }

    /// <summary>
    /// Lets the model learn while it serves, from its file, or from another network where there is no file (yet). What was learned
    /// goes to the file.
    /// </summary>
    /// <param name="firstNetwork">Makes the network to begin with where there is no file.</param>
    /// <param name="configure">Sets how it learns. Default null: <see cref="OnlineLearningOptions"/> as it is.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">There is no function.</exception>
    /// <exception cref="InvalidOperationException">The model learns already, or was handed over frozen.</exception>
    public PerceptronServiceBuilder<T> LearnOnline(
        Func<IServiceProvider, Perceptron<T>> firstNetwork, Action<OnlineLearningOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(firstNetwork);
        LearnOnline(configure);
        _setup.FirstNetwork = firstNetwork;
        return this;
    }
}
