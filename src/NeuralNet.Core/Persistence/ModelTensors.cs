namespace NeuralNet.Core.Persistence;

/// <summary>The names of the tensors in a file of this library.</summary>
internal static class ModelTensors
{
    public const string Weights = "weights";

    public const string Bias = "bias";

    /// <summary>The logits of a row at the means of its inputs.</summary>
    public const string Baseline = "baseline";

    public const string InputMeans = "input_means";

    public const string InputScales = "input_scales";

    public const string InitialWeights = "initial.weights";

    public const string InitialBias = "initial.bias";

    /// <summary>The factors of the inputs: 1 / scale, rounded once.</summary>
    public const string InverseScales = "input_inverse_scales";

    /// <summary>The rounding errors of running means and scales.</summary>
    public const string RunningErrors = "input_running_errors";

    public const string ClassWeights = "state.class_weights";

    /// <summary>Prefix of the tensors of the current training snapshot.</summary>
    public const string Current = "state.current.";

    /// <summary>Prefix of the snapshot taken before the best weights replaced the current ones.</summary>
    public const string Live = "state.live.";

    /// <summary>Prefix of the snapshot with the best weights on the validation rows.</summary>
    public const string Best = "state.best.";

    public const string Trained = "trained";

    public const string Averaged = "averaged";

    public const string Memory = "memory";

    /// <summary>Checks whether a tensor occurs only in some networks.</summary>
    public static bool MayBeAbsent(string name) =>
        name is InputMeans or InputScales or InverseScales or RunningErrors or InitialWeights or InitialBias or ClassWeights
        || IsOf(name, Current) || IsOf(name, Live) || IsOf(name, Best);

    /// <summary>Checks whether this library reads the tensor, in some networks or in all.</summary>
    public static bool IsKnown(string name) => name is Weights or Bias or Baseline || MayBeAbsent(name);

    private static bool IsOf(string name, string snapshot) =>
        name.StartsWith(snapshot, StringComparison.Ordinal) && name[snapshot.Length..] is Trained or Averaged or Memory;
}
