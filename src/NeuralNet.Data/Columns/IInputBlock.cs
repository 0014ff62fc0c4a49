namespace NeuralNet.Data.Columns;

/// <summary>The inputs of one column in some rows, all 0 at first. A column writes each input once, in ascending order.</summary>
internal interface IInputBlock
{
    /// <summary>Sets an input to 1.</summary>
    void Mark(int row, int input);

    /// <summary>Sets an input. Returns why it can't be held, and the cure; null if it is.</summary>
    Problem? Set(int row, int input, double value);
}
