using System.Text.Json.Nodes;
using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>
/// Files with valid structure but meaningless records or tensors: all are rejected by ModelFormatException with a clear message.
/// </summary>
public sealed class HostileRecordTests
{
    /// <summary>Every required member that has a value in one of the files.</summary>
    public static TheoryData<string, string, string> Members
    {
        get
        {
            string[] optional =
            [
                "label_targets", "feature_names", "class_names", "learning_rate", "warm_up", "lowered_on_plateau", "largest_gradient_value",
                "largest_gradient_norm", "first_averaged_step", "class_weights", "penalty_factors", "weight_bounds", "awaits_bias", "initial_weights", "validation_loss", "first_loss",
            ];
            var members = new TheoryData<string, string, string>();
            foreach (string record in new[] { "model", "training", "state", "metrics" })
            {
                foreach (string path in Paths(Parts("network").Record(record)!.AsObject(), string.Empty))
                {
                    if (!optional.Contains(path.Split('.')[^1]))
                    {
                        members.Add("network", record, path);
                    }
                }
            }

            return members;
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Rejects_null_for_a_required_value(string seed, string record, string path)
    {
        FileParts parts = Parts(seed);
        JsonObject root = parts.Record(record)!.AsObject();
        JsonObject place = root;
        string[] names = path.Split('.');
        foreach (string name in names[..^1])
        {
            place = place[name]!.AsObject();
        }

        place[names[^1]] = null;
        parts.SetRecord(record, root);

        Refusal(parts).Should().Contain(path is "run.live" or "run.best" ? "live and best weights" : $"'neuralnet.{record}'");
    }

    [Theory]
    [InlineData("network", "state", "epochs", "9223372036854775807", "9223372036854775807 epochs")]
    [InlineData("network", "state", "epochs", "9007199254740993", "0 to 2^53 are allowed")]
    [InlineData("network", "state", "epochs", "-1", "-1 epochs")]
    [InlineData("network", "state", "forgotten_epochs", "9007199254740992", "9007199254740992 forgotten ones")]
    [InlineData("network", "state", "current.steps", "9223372036854775807", "9223372036854775807 steps")]
    [InlineData("network", "state", "current.steps", "9007199254740993", "9007199254740993 steps")]
    [InlineData("network", "state", "run.live.steps", "-1", "-1 steps")]
    [InlineData("network", "state", "current.position", "9007199254740993", "rows of an epoch")]
    [InlineData("network", "state", "current.plateau_epochs", "-2147483648", "epochs on a plateau")]
    [InlineData("network", "state", "current.plateau_least", "\"NaN\"", "NaN")]
    [InlineData("network", "state", "current.plateau_factor", "\"NaN\"", "NaN")]
    [InlineData("network", "state", "current.partial_loss", "\"Infinity\"", "Infinity")]
    [InlineData("network", "state", "current.partial_weight", "-1", "-1")]
    [InlineData("network", "state", "run.epochs", "2147483647", "2147483647 of the last training")]
    [InlineData("network", "state", "run.best_epoch", "2147483647", "the best epoch 2147483647")]
    [InlineData("network", "state", "run.best_epoch", "0", "the best epoch 0")]
    [InlineData("network", "state", "run.best_epoch", "-1", "the best epoch -1")]
    [InlineData("network", "state", "run.without_gain", "2147483647", "epochs without gain")]
    [InlineData("network", "state", "run.without_gain", "-1", "epochs without gain")]
    [InlineData("network", "state", "run.validation_without_gain", "2147483647", "epochs without gain")]
    [InlineData("network", "state", "run.validation_least", "\"NaN\"", "NaN, not to be NaN")]
    [InlineData("network", "state", "run.least_loss", "\"NaN\"", "the least NaN")]
    [InlineData("adam", "state", "run.first_loss", "\"Infinity\"", "the first loss Infinity")]
    [InlineData("network", "metrics", "epochs", "-1", "-1 epochs")]
    [InlineData("network", "metrics", "epochs", "9223372036854775807", "9223372036854775807 epochs")]
    [InlineData("network", "metrics", "loss", "\"NaN\"", "loss of NaN")]
    [InlineData("network", "model", "label_targets", "[1, 0]", "targets of labels")]
    [InlineData("network", "model", "label_targets", "[0, \"Infinity\"]", "targets of labels")]
    [InlineData("network", "model", "feature_names", "[null, \"b\"]", "null at index 0")]
    [InlineData("network", "model", "feature_names", "[\"\", \"b\"]", "blank name")]
    [InlineData("network", "model", "class_names", "[\"n\", null]", "null at index 1")]
    [InlineData("given", "model", "awaits_standardization", "true", "do not standardize")]
    [InlineData("adam", "training", "first_averaged_step", "-1", "firstStep is -1")]
    [InlineData("adam", "training", "l2_strength", "\"NaN\"", "NaN")]
    [InlineData("weighted", "training", "class_weights", "[1, null]", "can't be read")]
    [InlineData("weighted", "training", "class_weights", "[1, \"NaN\"]", "NaN for class 1")]
    [InlineData("weighted", "training", "class_weights", "[1, 3]", "not those of its settings")]
    [InlineData("lbfgs", "training", "optimizer", "\"lbfgs(1001, 0)\"", "memory is 1001")]
    [InlineData("lbfgs", "training", "penalty_factors", "[1, 2]", "factors has 2 values; 1 are needed")]
    [InlineData("lbfgs", "training", "penalty_factors", "[-2]", "-2 for input 0")]
    [InlineData("lbfgs", "training", "penalty_factors", "[\"NaN\"]", "NaN for input 0")]
    [InlineData("lbfgs", "training", "penalty_factors", "[\"Infinity\"]", "Infinity for input 0")]
    [InlineData("lbfgs", "training", "penalty_factors", "[null]", "can't be read")]
    [InlineData("adam", "training", "penalty_factors", "[1, 2]", "penalizes the weights of all inputs alike")]
    [InlineData("lbfgs", "training", "weight_bounds", "[]", "low has 0 values and high has 0; 1 of each")]
    [InlineData("lbfgs", "training", "weight_bounds", "[0, 1, 2]", "low has 1 value and high has 2")]
    [InlineData("lbfgs", "training", "weight_bounds", "[1, 0]", "low has 1 and high has 0")]
    [InlineData("lbfgs", "training", "weight_bounds", "[\"NaN\", 0]", "low has NaN")]
    [InlineData("lbfgs", "training", "weight_bounds", "[null, 0]", "can't be read")]
    [InlineData("lbfgs", "training", "weight_bounds", "[1e9, \"Infinity\"]", "a weight outside of its bounds")]
    [InlineData("adam", "training", "weight_bounds", "[0, 0, 1, 1]", "keep no bounds of weights")]
    public void Rejects_a_value_of_the_right_type_without_meaning(string seed, string record, string path, string value, string says)
    {
        FileParts parts = Parts(seed);
        JsonObject root = parts.Record(record)!.AsObject();
        JsonObject place = root;
        string[] names = path.Split('.');
        foreach (string name in names[..^1])
        {
            place = place[name]!.AsObject();
        }

        place[names[^1]] = JsonNode.Parse(value);
        parts.SetRecord(record, root);

        Refusal(parts).Should().Contain(says);
    }

    [Fact]
    public void Rejects_best_weights_without_live_ones_and_vice_versa()
    {
        foreach (string name in new[] { "live", "best" })
        {
            FileParts parts = Parts("network");
            JsonNode state = parts.Record("state")!;
            state["run"]!.AsObject().Remove(name);
            parts.SetRecord("state", state);

            Refusal(parts).Should().Contain("live and best weights");
        }
    }

    [Theory]
    [InlineData("given", "state.class_weights", 0)]
    [InlineData("given", "input_means", 1)]
    [InlineData("lbfgs", "input_scales", 1)]
    [InlineData("lbfgs", "initial.bias", 3)]
    [InlineData("lbfgs", "state.best.trained", 6)]
    [InlineData("plain", "state.current.memory", 0)]
    public void Rejects_a_tensor_without_setting_or_state(string seed, string name, int length)
    {
        FileParts parts = Parts(seed);
        string type = parts.Tensors[0].Type;
        parts.Tensors.Add(new(name, type, [length], new byte[length * (type == "F32" ? 4 : 8)]));

        Refusal(parts).Should().Contain($"the tensor '{name}', but no setting or state that uses it");
    }

    [Fact]
    public void Ignores_a_tensor_of_a_later_minor_version()
    {
        FileParts parts = Parts("given");
        parts.Tensors.Add(new("state.something_new", "F64", [0], []));
        parts.Metadata["neuralnet.format_version"] = "1.7";

        Perceptron.Load<double>(parts.ToBytes()).ToBytes().Should().Equal(FileSeeds.All["given"]);
    }

    [Theory]
    [InlineData("given", 0)]
    [InlineData("adam", 5)]
    public void Rejects_a_mean_of_squares_below_0(string seed, int index)
    {
        FileParts parts = Parts(seed);
        TensorPart memory = parts.Tensor("state.current.memory");
        BitConverter.GetBytes(-1e-3).CopyTo(memory.Data, index * 8);

        Refusal(parts).Should().Contain("is not what it ever writes");
    }

    [Fact]
    public void Counters_at_their_maximum_are_loaded_and_saved()
    {
        FileParts parts = Parts("adam");
        JsonNode state = parts.Record("state")!;
        state["epochs"] = 1L << 53;
        state["current"]!["steps"] = 1L << 53;
        state["current"]!["plateau_epochs"] = int.MaxValue;
        state["run"]!["epochs"] = int.MaxValue;
        state["run"]!["without_gain"] = int.MaxValue;
        state["run"]!["validation_without_gain"] = int.MaxValue;
        parts.SetRecord("state", state);

        Perceptron<double> network = Perceptron.Load<double>(parts.ToBytes());
        for (int round = 0; round < 3; round++)
        {
            network.Fit([0, 1, 1, 0, 1, 1, 0, 0], [0, 1, 1, 0], new TrainingOptions { Epochs = 2, Resume = true, Tolerance = round == 1 ? 1e-9 : null, Patience = int.MaxValue });
            byte[] saved = network.ToBytes();
            network = Perceptron.Load<double>(saved);
            network.ToBytes().Should().Equal(saved);
        }

        network.CompletedEpochs.Should().Be(1L << 53);
        network.Learn([0, 1], 1);
        Perceptron.Load<double>(network.ToBytes()).CompletedSteps.Should().Be(1L << 53);
    }

    [Fact]
    public void Loading_does_not_allocate_the_memory_of_L_BFGS()
    {
        FileParts parts = FileParts.Of(Perceptron.Regressor<float>(2000).WithOptimizer(Optimizer.Lbfgs(1)).Build().ToBytes(withState: false));
        JsonNode training = parts.Record("training")!;
        training["optimizer"] = "lbfgs(1000, 0)";
        parts.SetRecord("training", training);
        byte[] bytes = parts.ToBytes();
        Perceptron.Load<float>(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Perceptron.Load<float>(bytes);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(40 * 2000 * sizeof(float), "the memory would take 2,000 times the weights");
    }

    private static FileParts Parts(string seed) => FileParts.Of(FileSeeds.All[seed]);

    private static string Refusal(FileParts parts)
    {
        byte[] bytes = parts.ToBytes();
        Action load = parts.Tensors[0].Type == "F32" ? () => Perceptron.Load<float>(bytes) : () => Perceptron.Load<double>(bytes);
        return load.Should().ThrowExactly<ModelFormatException>().Which.Message;
    }

    private static IEnumerable<string> Paths(JsonObject record, string prefix) => record.SelectMany(member =>
        member.Value is JsonObject inner ? [prefix + member.Key, .. Paths(inner, $"{prefix}{member.Key}.")] : new[] { prefix + member.Key });
}
