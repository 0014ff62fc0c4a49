using NeuralNet.Core.Tests.Optimizers;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Every optimizer in every training that it supports.</summary>
internal static class CheckpointTrainings
{
    public static TheoryData<string, CheckpointSetting> All =>
    [
        .. from optimizer in OptimizerCatalog.All
           from setting in Enum.GetValues<CheckpointSetting>()
           where Takes(optimizer, setting)
           select (optimizer.Name, setting),
    ];

    /// <summary>A training of a single epoch has no checkpoint on its way.</summary>
    private static bool Takes(Optimizer optimizer, CheckpointSetting setting) =>
        !optimizer.Limits.IsDual && (setting is not (CheckpointSetting.FullBatch or CheckpointSetting.SourceOfOneStep)
        || !optimizer.Name.Contains("passive", StringComparison.Ordinal));
}
