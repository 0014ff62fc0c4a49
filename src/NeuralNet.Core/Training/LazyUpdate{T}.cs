using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// What every step does to all weights, penalty and average, made up for later, so that a step on sparse rows costs what their columns cost.
/// All columns are paid whenever much is owed, and at the end of an epoch.
/// </summary>
/// <param name="parameters">The parameters in training.</param>
internal abstract class LazyUpdate<T>(Parameters<T> parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The steps and the values after which all columns are paid even in a small network, so that paying them costs little.</summary>
    private const int FewestSteps = 1 << 12, FewestValues = 1 << 16;

    private readonly int _mostSteps = Math.Max(FewestSteps, parameters.Inputs * parameters.Outputs / 16);
    private readonly long _mostValues = Math.Max(FewestValues, 4L * parameters.Inputs * parameters.Outputs);
    private int[] _columns = new int[256];
    private int _columnCount;
    private long _stepsBefore;
    private long _values;

    /// <summary>Whether so much is owed that all columns should be paid: steps and values alone tell, so every run pays at the same steps.</summary>
    public bool IsFull => Steps >= _mostSteps || _values >= _mostValues;

    /// <summary>The columns of the next step, each once.</summary>
    public ReadOnlySpan<int> ColumnsOfStep => _columns.AsSpan(0, _columnCount);

    /// <summary>The factor of all weights in memory: those in training are the weights in memory times it.</summary>
    public double Scale { get; protected set; } = 1;

    protected Parameters<T> Parameters { get; } = parameters;

    protected Span<T> Weights => Parameters.Trained[..(Parameters.Inputs * Parameters.Outputs)];

    /// <summary>The number of steps since all columns were paid.</summary>
    protected int Steps { get; private set; }

    /// <summary>The number of steps of the network.</summary>
    protected long AllSteps => _stepsBefore + Steps;

    /// <summary>Begins after a number of steps, when nothing is owed.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="isOnline">Whether each step has one row.</param>
    public virtual void Begin(long steps, bool isOnline)
    {
        _stepsBefore = steps;
        Steps = 0;
        _values = 0;
        Scale = 1;
    }

    /// <summary>Begins a step.</summary>
    public void BeginStep() => _columnCount = 0;

    /// <summary>Takes the columns of a row into the next step, before their weights are used.</summary>
    public virtual void Add(ReadOnlySpan<int> indices) => _values += indices.Length;

    /// <summary>Asks for what the columns of a row that comes soon need.</summary>
    public abstract void Prefetch(ReadOnlySpan<int> indices);

    /// <summary>Shrinks all weights by the next step, between its gradient and its move, if they have a common factor. Returns the factor.</summary>
    public virtual double ShrinkFactor(double rate) => 1;

    /// <summary>Ends the step, with its rate.</summary>
    public virtual void EndStep(double rate) => Steps++;

    /// <summary>Pays all columns. Without a step since the last time nothing is owed, and no digit changes.</summary>
    public void PayAll()
    {
        if (Steps > 0)
        {
            PayOwed();
        }
    }

    /// <summary>Pays all columns for the steps since the last time.</summary>
    protected abstract void PayOwed();

    /// <summary>Counts from here, when all columns are paid.</summary>
    protected void Restart()
    {
        _stepsBefore = AllSteps;
        Steps = 0;
        _values = 0;
    }

    /// <summary>Adds a column to those of the step.</summary>
    protected void Collect(int column)
    {
        if (_columnCount == _columns.Length)
        {
            Array.Resize(ref _columns, 2 * _columns.Length);
        }

        _columns[_columnCount++] = column;
    }
}
