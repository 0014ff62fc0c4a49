namespace NeuralNet.Text;

/// <summary>What the label of a line in an SVMlight file is.</summary>
public enum SvmLightLabels
{
    /// <summary>A number, the target of a regression.</summary>
    Numbers,

    /// <summary>A class, counted from 0.</summary>
    Classes,

    /// <summary>One of two classes: -1 is class 0 (false), +1 or 1 is class 1 (true).</summary>
    Signs,
}
