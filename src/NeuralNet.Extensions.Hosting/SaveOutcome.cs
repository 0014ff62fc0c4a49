namespace NeuralNet.Extensions.Hosting;

/// <summary>Where a save went.</summary>
internal enum SaveOutcome
{
    /// <summary>Nowhere: there was nothing to save.</summary>
    Nothing,

    /// <summary>To the file of the model.</summary>
    Written,

    /// <summary>Beside the file of the model, which holds what someone else put there.</summary>
    Beside,
}
