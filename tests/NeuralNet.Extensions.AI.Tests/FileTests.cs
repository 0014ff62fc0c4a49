using NeuralNet.Core;
using NeuralNet.Extensions.AI.Tests.Support;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>A saved classifier predicts the same bits, and only with vectors of its model.</summary>
public sealed class FileTests : IDisposable
{
    private readonly TemporaryFile _file = new();
    private readonly NGramGenerator _generator = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_loaded_classifier_predicts_the_same_bits(bool isAsync)
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels);
        TextClassifier loaded;
        if (isAsync)
        {
            await classifier.SaveAsync(_file.Path);
            loaded = await TextClassifier.LoadAsync(_file.Path, new NGramGenerator());
        }
        else
        {
            classifier.Save(_file.Path);
            loaded = TextClassifier.Load(_file.Path, new NGramGenerator());
        }

        loaded.ClassNames.Should().Equal(classifier.ClassNames);
        loaded.ModelName.Should().Be("n-grams");
        loaded.Training.Should().BeNull();
        loaded.ToString().Should().Be("64 inputs, 3 outputs, softmax, vectors of n-grams").And.Be(classifier.ToString());
        (await loaded.PredictAsync(Topics.Texts)).Should().BeEquivalentTo(await classifier.PredictAsync(Topics.Texts));
        loaded.Network.Weights.SequenceEqual(classifier.Network.Weights).Should().BeTrue();
    }

    [Fact]
    public async Task The_file_names_the_model_and_its_provider()
    {
        (await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels)).Save(_file.Path);

        IReadOnlyDictionary<string, string> metadata = ModelFile.Inspect(_file.Path).Metadata;

        metadata.Should().Contain("embeddings.model", "n-grams").And.Contain("embeddings.provider", "tests");
    }

    [Fact]
    public async Task Another_model_is_refused()
    {
        (await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels)).Save(_file.Path);

        Action load = () => TextClassifier.Load(_file.Path, new NGramGenerator(model: "other\n", provider: null));

        load.Should().Throw<InvalidOperationException>().WithMessage(
            "The classifier was trained with vectors of the model 'n-grams' of 'tests', and this generator has the model 'other\\u000A'.*use a generator of 'n-grams', or train*ModelName*");
    }

    [Fact]
    public async Task A_generator_that_does_not_name_its_model_is_refused_unless_the_user_names_it()
    {
        (await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels)).Save(_file.Path);
        var unnamed = new NGramGenerator(model: null, provider: null);

        Action load = () => TextClassifier.Load(_file.Path, unnamed);

        load.Should().Throw<InvalidOperationException>().WithMessage("*this generator does not name its model*");
        TextClassifier loaded = TextClassifier.Load(_file.Path, unnamed, new() { ModelName = "n-grams" });
        (await loaded.PredictAsync(Topics.New[0].Text)).Name.Should().Be("sport");
    }

    [Fact]
    public async Task The_name_that_the_user_gives_replaces_that_of_the_generator()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, new() { ModelName = "mine" });
        classifier.Save(_file.Path);
        Action load = () => TextClassifier.Load(_file.Path, _generator);

        classifier.ModelName.Should().Be("mine");
        load.Should().Throw<InvalidOperationException>().WithMessage("*'mine'*'n-grams'*");
        TextClassifier.Load(_file.Path, _generator, new() { ModelName = "mine" }).ModelName.Should().Be("mine");
    }

    [Fact]
    public async Task A_file_without_a_model_takes_any_generator()
    {
        (await TextClassifier.FitAsync(new NGramGenerator(model: null, provider: null), Topics.Texts, Topics.Labels)).Save(_file.Path);

        TextClassifier loaded = TextClassifier.Load(_file.Path, _generator);

        loaded.ModelName.Should().BeNull();
        loaded.ToString().Should().EndWith("vectors of an unnamed model");
        (await loaded.PredictAsync(Topics.New[0].Text)).Name.Should().Be("sport");
    }

    [Fact]
    public async Task Another_dimension_is_refused_by_the_first_prediction()
    {
        (await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels)).Save(_file.Path);
        TextClassifier loaded = TextClassifier.Load(_file.Path, new NGramGenerator(dimension: 32));

        Func<Task> predict = () => loaded.PredictAsync(["a", "b"]);

        (await predict.Should().ThrowAsync<InvalidOperationException>()).WithMessage(
            "The vector of row 0 of texts has 32 numbers instead of 64, as those that the classifier was trained with. Use the same model*");
    }

    [Fact]
    public void A_network_without_names_or_probabilities_is_no_classifier()
    {
        FrozenPerceptron<float> unnamed = FrozenPerceptron.FromWeights<float>(1, [1f], [0f], Activation.Sigmoid);
        FrozenPerceptron<float> margins = FrozenPerceptron.FromWeights<float>(
            1, [1f], [0f], Activation.Identity, classNames: ["a", "b"], isClassifier: true);
        unnamed.Save(_file.Path);

        Action load = () => TextClassifier.Load(_file.Path, _generator);
        Action noNames = () => TextClassifier.FromNetwork(unnamed, _generator);
        Action noProbabilities = () => TextClassifier.FromNetwork(margins, _generator);

        load.Should().Throw<ModelFormatException>().WithMessage("*no class names*").Which.FileName.Should().Be(_file.Path);
        noNames.Should().Throw<ArgumentException>().WithMessage("The network has no class names*");
        noProbabilities.Should().Throw<ArgumentException>().WithMessage("*is identity, which gives no probabilities*");
    }

    [Fact]
    public void Null_is_rejected()
    {
        FrozenPerceptron<float> network = FrozenPerceptron.FromWeights<float>(1, [1f], [0f], Activation.Sigmoid, classNames: ["a", "b"]);

        Action noNetwork = () => TextClassifier.FromNetwork(null!, _generator);
        Action noGenerator = () => TextClassifier.FromNetwork(network, null!);
        Action noPath = () => TextClassifier.Load(string.Empty, _generator);

        noNetwork.Should().Throw<ArgumentNullException>();
        noGenerator.Should().Throw<ArgumentNullException>();
        noPath.Should().Throw<ArgumentException>();
    }
}
