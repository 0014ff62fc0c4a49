namespace NeuralNet.Core.Tests.Training;

/// <summary>The kinds of tasks that tests run through, with raw and with standardized inputs.</summary>
public static class LearningTasks
{
    public static TheoryData<TaskKind, bool> All => Both(Enum.GetValues<TaskKind>());

    public static TheoryData<TaskKind, bool> Classifiers =>
        Both(TaskKind.BinaryLabels, TaskKind.BinaryTargets, TaskKind.SoftmaxLabels, TaskKind.SoftmaxTargets);

    /// <summary>Each kind online, in batches with a smaller last one, and in the full batch.</summary>
    public static TheoryData<TaskKind, int> InPortions
    {
        get
        {
            var data = new TheoryData<TaskKind, int>();
            foreach (TaskKind kind in Enum.GetValues<TaskKind>())
            {
                foreach (int batchSize in new[] { 1, 7, TrainingOptions.FullBatch })
                {
                    data.Add(kind, batchSize);
                }
            }

            return data;
        }
    }

    /// <summary>Each kind, raw and standardized, in batches smaller than all rows; a size of 13 leaves a last batch of one row.</summary>
    public static TheoryData<TaskKind, bool, int> InBatches
    {
        get
        {
            var data = new TheoryData<TaskKind, bool, int>();
            foreach (TaskKind kind in Enum.GetValues<TaskKind>())
            {
                foreach (bool isStandardized in new[] { false, true })
                {
                    foreach (int batchSize in new[] { 1, 7, 13 })
                    {
                        data.Add(kind, isStandardized, batchSize);
                    }
                }
            }

            return data;
        }
    }

    private static TheoryData<TaskKind, bool> Both(params TaskKind[] kinds)
    {
        var data = new TheoryData<TaskKind, bool>();
        foreach (TaskKind kind in kinds)
        {
            data.Add(kind, false);
            data.Add(kind, true);
        }

        return data;
    }
}
