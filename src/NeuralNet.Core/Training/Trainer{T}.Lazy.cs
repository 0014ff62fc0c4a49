using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Training;

/// <content>
/// Steps on sparse rows with a penalty or an average, which columns that a row does not have pay later. All are paid at the end of an epoch,
/// and within it whenever much is owed, after the same steps in memory, in a stream and in a resumed run. A cancelled epoch goes back to the
/// last payment: paying where it was cancelled would round differently.
/// </content>
internal abstract partial class Trainer<T>
{
    private LazyUpdate<T>? _lazy;
    private TrainerSnapshot<T>? _lastPaid;

    /// <summary>What columns owe; null while every step moves all columns that it should.</summary>
    protected LazyUpdate<T>? Lazy { get; private set; }

    /// <summary>Begins, goes on, or ends with steps that pay later, before the next rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected void BeginLazy(bool isSparse, bool isOnline = false)
    {
        if (!isSparse || (Settings.Penalty.IsNone && _firstAveragedStep == 0))
        {
            EndLazy();
        }
        else if (Lazy is null)
        {
            Lazy = _lazy ??= NewLazy();
            Lazy.Begin(Steps, isOnline);
            _lastPaid ??= NewSnapshot();
            Snapshot(_lastPaid);
        }
    }

    /// <summary>Notes a place within the epoch. Pays all columns if much is owed; afterwards a cancelled epoch goes back to here.</summary>
    protected void EndStepsAt(EpochProgress progress)
    {
        Progress = progress;
        if (Lazy is { IsFull: true })
        {
            Pay();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Pay()
    {
        Lazy!.PayAll();
        Snapshot(_lastPaid!);
    }

    /// <summary>Pays all columns, if steps pay later, and no longer does so.</summary>
    protected void EndLazy()
    {
        Lazy?.PayAll();
        Lazy = null;
    }

    /// <summary>Ends the steps of an epoch: pays all columns, or goes back if it was cancelled. Returns whether it was completed.</summary>
    protected bool EndSteps(bool completed)
    {
        if (completed)
        {
            EndLazy();
        }
        else
        {
            TryGoBack();
        }

        return completed;
    }

    /// <summary>
    /// Goes back to the last place from which the epoch can go on: if steps pay later, the last payment; otherwise <see cref="Progress"/>, if
    /// there was no step since. Returns false if there was one.
    /// </summary>
    public bool TryGoBack()
    {
        if (Lazy is not null)
        {
            Restore(_lastPaid!);
        }

        return Steps == _stepsOfProgress;
    }

    /// <summary>Makes what pays later, for descent.</summary>
    protected virtual LazyUpdate<T> NewLazy() => Settings.Penalty.L1Strength > 0
        ? new LazyShrinkage<T>(Parameters, Settings.Penalty, [], 0)
        : new CommonFactor<T>(Parameters, Settings.Penalty.L2Strength, _firstAveragedStep);
}
