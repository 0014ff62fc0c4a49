using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NeuralNet.Core;
using NeuralNet.Core.UserCode;
using NeuralNet.Extensions.Hosting.Tests.Support;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>Models are resolved from the services as they were added.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resolves_models_by_name_and_type()
    {
        _folder.Rename(3);
        using ServiceProvider provider = new ServiceCollection()
            .AddPerceptron(ModelFolder.Model(1)).Services
            .AddPerceptron("second", ModelFolder.Model(2)).Services
            .AddPerceptron<float>("third", _folder.File).Services
            .AddPerceptron("fourth", FrozenPerceptron.FromWeights<double>(1, [4], [], Activation.Identity)).Services
            .BuildServiceProvider();

        provider.GetRequiredService<PerceptronHost<float>>().Current.Predict([1]).Should().Be(1);
        provider.GetRequiredKeyedService<PerceptronHost<float>>("second").Current.Predict([1]).Should().Be(2);
        provider.GetRequiredKeyedService<PerceptronHost<float>>("third").Current.Predict([1]).Should().Be(3);
        provider.GetRequiredKeyedService<PerceptronHost<double>>("fourth").Current.Predict([1]).Should().Be(4);
        provider.GetRequiredKeyedService<PerceptronHost<float>>("second").Name.Should().Be("second");
        provider.GetService<PerceptronHost<double>>().Should().BeNull();
        provider.GetRequiredService<PerceptronHost<float>>().Should().BeSameAs(provider.GetRequiredService<PerceptronHost<float>>());
    }

    [Fact]
    public void Adds_a_model_from_a_configuration_section()
    {
        _folder.Rename(1);
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Model:Path"] = _folder.File,
            ["Model:ReloadOnChange"] = "false",
            ["Model:Debounce"] = "00:00:01",
        }).Build();
        using ServiceProvider provider = new ServiceCollection()
            .AddPerceptron<float>("model", configuration.GetSection("Model")).Services.BuildServiceProvider();

        PerceptronOptions options = provider.GetRequiredService<IOptionsMonitor<PerceptronOptions>>().Get("model");

        options.ReloadOnChange.Should().BeFalse();
        options.Debounce.Should().Be(TimeSpan.FromSeconds(1));
        options.PollingInterval.Should().Be(TimeSpan.FromSeconds(4));
        provider.GetRequiredKeyedService<PerceptronHost<float>>("model").Current.Predict([1]).Should().Be(1);
    }

    [Fact]
    public void Rejects_a_duplicate_name()
    {
        IServiceCollection services = new ServiceCollection();
        services.AddPerceptron("one", ModelFolder.Model(1));

        services.Invoking(it => it.AddPerceptron<double>("one", "file")).Should().Throw<ArgumentException>().WithMessage("*'one' was already added*");
        services.AddPerceptron(ModelFolder.Model(1));
        services.Invoking(it => it.AddPerceptron(ModelFolder.Model(1))).Should().Throw<ArgumentException>().WithMessage("*without a name was already added*");
    }

    [Fact]
    public void Rejects_LearnOnline_twice_and_for_a_frozen_model()
    {
        IServiceCollection services = new ServiceCollection();

        services.AddPerceptron("frozen", ModelFolder.Model(1)).Invoking(it => it.LearnOnline()).Should().Throw<InvalidOperationException>().WithMessage("*frozen*");
        services.AddPerceptron<float>("file", "file").LearnOnline().Invoking(it => it.LearnOnline()).Should().Throw<InvalidOperationException>().WithMessage("*once*");
    }

    [Fact]
    public async Task A_service_without_its_file_does_not_start()
    {
        Func<Task> gone = () => RunningService.StartAsync(services => services.AddPerceptron<float>(_folder.File));
        Func<Task> unnamed = () => RunningService.StartAsync(services => services.AddPerceptron<float>(_ => { }));
        Func<Task> nothing = () => RunningService.StartAsync(services => services.AddPerceptron<float>(_ => { }).LearnOnline());

        await gone.Should().ThrowAsync<InvalidOperationException>().WithMessage($"The model without a name can't start: there is no file '{_folder.File}'. Put a model there, or correct Path.");
        await unnamed.Should().ThrowAsync<OptionsValidationException>().WithMessage("*has no file. Set Path*");
        await nothing.Should().ThrowAsync<OptionsValidationException>().WithMessage("*neither a file nor a network*");
    }

    [Fact]
    public async Task The_error_of_an_invalid_start_has_the_name_of_the_model_and_the_cure()
    {
        _folder.Rename(1);
        string folder = Path.GetDirectoryName(_folder.File)!;
        (string Error, Action<IServiceCollection> Add)[] cases =
        [
            ("The model 'm' has the Path*which is a folder*", services => services.AddPerceptron<float>("m", folder)),
            ("The model 'm' was passed in code, and also has the file*", services => services.AddPerceptron("m", ModelFolder.Model(1)).Configure(options => options.Path = _folder.File)),
            ("The model 'm' can't start*can't be loaded*needs the file of a whole network*", services => services.AddPerceptron<float>("m", _folder.File).LearnOnline()),
            ("The model 'm' can't start*pass LearnOnline a network*", services => services.AddPerceptron<float>("m", _folder.In("none")).LearnOnline()),
            ("The model 'm' has no network*returned null*", services => services.AddPerceptron<float>("m", _folder.In("none")).LearnOnline(_ => null!)),
            ("The model 'm' learns while it serves*Leave out AllowsOtherInputs*", services => services.AddPerceptron<float>("m", options => options.AllowsOtherInputs = true).LearnOnline(_ => Network())),
            ("The model 'm' can't be saved to*which is a folder*", services => services.AddPerceptron<float>("m", _ => { }).LearnOnline(_ => Network(), options => options.SavePath = folder)),
            ("The model 'm' can't be saved to*its folder does not exist*", services => services.AddPerceptron<float>("m", _folder.In("no", "file")).LearnOnline(_ => Network())),
        ];
        foreach ((string error, Action<IServiceCollection> add) in cases)
        {
            (await FluentActions.Awaiting(() => RunningService.StartAsync(add)).Should().ThrowAsync<Exception>(error)).WithMessage(error);
        }
    }

    [Fact]
    public async Task Rejects_two_models_that_save_to_one_file()
    {
        Func<Task> start = () => RunningService.StartAsync(services =>
        {
            services.AddPerceptron<float>("a", _folder.File).LearnOnline(_ => Network());
            services.AddPerceptron<float>("b", _folder.In("b")).LearnOnline(_ => Network(), options => options.SavePath = _folder.File);
        });

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("The models 'a' and 'b' both save to*");
    }

    [Fact]
    public async Task Rejects_a_health_check_for_a_missing_model_at_the_start()
    {
        Func<Task> typo = () => RunningService.StartAsync(services =>
            services.AddPerceptron("m", ModelFolder.Model(1)).Services.AddHealthChecks().AddPerceptronCheck<float>("n"));
        Func<Task> other = () => RunningService.StartAsync(services =>
            services.AddPerceptron(ModelFolder.Model(1)).Services.AddHealthChecks().AddPerceptronCheck<double>());

        await typo.Should().ThrowAsync<OptionsValidationException>().WithMessage("*the model 'n' of float*AddPerceptron<float>(\"n\", ...)*");
        await other.Should().ThrowAsync<OptionsValidationException>().WithMessage("*of double without a name*");
    }

    public static TheoryData<string, Action<PerceptronOptions>> BadOptions => new()
    {
        { "*Path is blank*", options => options.Path = " " },
        { "*'m': Debounce is 00:00:00; it must lie in (0, 00:00:10].", options => options.Debounce = TimeSpan.Zero },
        { "*Debounce*", options => options.Debounce = TimeSpan.FromSeconds(11) },
        { "*PollingInterval*(0, 1.00:00:00]*", options => options.PollingInterval = Timeout.InfiniteTimeSpan },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Rejects_options_out_of_range_at_the_start(string error, Action<PerceptronOptions> configure)
    {
        _folder.Rename(1);
        Func<Task> start = () => RunningService.StartAsync(services => services.AddPerceptron<float>("m", _folder.File).Configure(configure));

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(error);
    }

    public static TheoryData<string, Action<OnlineLearningOptions>> BadLearningOptions => new()
    {
        { "*Capacity is 0; it must lie in [1, 10000000].", options => options.Capacity = 0 },
        { "*PublishInterval*[0, 1.00:00:00]*", options => options.PublishInterval = TimeSpan.FromSeconds(-1) },
        { "*SaveInterval*(0, 1.00:00:00]*", options => options.SaveInterval = TimeSpan.Zero },
        { "*SavePath is blank*", options => options.SavePath = "" },
    };

    [Theory]
    [MemberData(nameof(BadLearningOptions))]
    public async Task Rejects_options_of_learning_out_of_range_at_the_start(string error, Action<OnlineLearningOptions> configure)
    {
        Func<Task> start = () => RunningService.StartAsync(services =>
            services.AddPerceptron<float>("m", _folder.File).LearnOnline(_ => Network(), configure));

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(error);
    }

    [Fact]
    public async Task Custom_parts_are_used_at_the_start_and_on_reload()
    {
        Loss loss = Loss.From(new LogCosh(), Activation.Identity);
        Perceptron<float> network = Perceptron.WithInputs<float>(1).WithLoss(loss).Build();
        network.Save(_folder.File);
        await using RunningService service = await RunningService.StartAsync(services =>
            services.AddPerceptron<float>(_folder.File).WithParts(new CustomParts { Loss = loss }).LearnOnline());
        network.SetWeights([9], [0]);

        network.Save(_folder.File);

        await service.ReachesAsync(() => service.Services.GetRequiredService<PerceptronHost<float>>().Current.Predict([1]) == 9);
    }

    private static Perceptron<float> Network() => Perceptron.BinaryClassifier<float>(inputs: 1).Build();
}
