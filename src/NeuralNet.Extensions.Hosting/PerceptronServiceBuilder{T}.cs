using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>Configures a model that was added to a service.</summary>
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

    /// <summary>The name of the model; empty for the model without a name.</summary>
    public string Name { get; }

    /// <summary>Sets options of the model and its file. Runs after earlier configuration.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">The action is null.</exception>
    public PerceptronServiceBuilder<T> Configure(Action<PerceptronOptions> configure)
    {
        Services.Configure(Name, configure);
        return this;
    }

    /// <summary>Passes the custom parts that the file names, such as your own loss.</summary>
    /// <param name="parts">The custom parts.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">The parts are null.</exception>
    public PerceptronServiceBuilder<T> WithParts(CustomParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _setup.Parts = parts;
        return this;
    }

    /// <summary>
    /// Adds a check of every model before it is current, which refuses it by throwing: for records
    /// <c>WithModelCheck(model => columns.Load(model))</c>. Several checks run in the order in which they were added.
    /// </summary>
    /// <remarks>
    /// If the first model is refused, the service does not start. If a file is refused later, the previous model stays current, health is
    /// degraded with the message of the check, and <see cref="PerceptronEventIds.ReloadFailed"/> is logged. What a model learns online is
    /// checked at each publication: if it is refused, learning continues from the last published version, and
    /// <see cref="PerceptronEventIds.LearnedRefused"/> is logged. A model that you publish on the host throws the exception of the check.
    /// </remarks>
    /// <param name="check">Throws if a model must not serve. It may run on several threads at once.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">The check is null.</exception>
    public PerceptronServiceBuilder<T> WithModelCheck(Action<FrozenPerceptron<T>> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        _setup.Check += check;
        return this;
    }

    /// <summary>
    /// Makes the model learn while it serves. It starts from its file, which must hold a whole network, written by
    /// <c>Perceptron&lt;T&gt;.Save</c>. Pass examples to <see cref="PerceptronLearner{T}"/>, which is registered as a service like
    /// <see cref="PerceptronHost{T}"/>.
    /// </summary>
    /// <param name="configure">Sets the options of learning. Default null: the defaults of <see cref="OnlineLearningOptions"/>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The model already learns, or was passed as a frozen network.</exception>
    public PerceptronServiceBuilder<T> LearnOnline(Action<OnlineLearningOptions>? configure = null)
    {
        if (_setup.Learns)
        {
            throw new InvalidOperationException($"{Log.Title(Name)} already learns. Call LearnOnline once.");
        }

        if (_setup.Model is not null)
        {
            throw new InvalidOperationException(
                $"{Log.Title(Name)} was passed as a frozen network, which can't learn. Add it by its file, or add it without a model and pass a network to LearnOnline.");
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
    /// Makes the model learn while it serves. It starts from its file, or from a new network if there is no file yet, and saves to the
    /// file.
    /// </summary>
    /// <param name="firstNetwork">Creates the network to start with if there is no file.</param>
    /// <param name="configure">Sets the options of learning. Default null: the defaults of <see cref="OnlineLearningOptions"/>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="InvalidOperationException">The model already learns, or was passed as a frozen network.</exception>
    public PerceptronServiceBuilder<T> LearnOnline(
        Func<IServiceProvider, Perceptron<T>> firstNetwork, Action<OnlineLearningOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(firstNetwork);
        LearnOnline(configure);
        _setup.FirstNetwork = firstNetwork;
        return this;
    }
}
