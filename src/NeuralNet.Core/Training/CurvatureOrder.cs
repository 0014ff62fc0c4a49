namespace NeuralNet.Core.Training;

/// <summary>What a pass over the rows sums.</summary>
internal enum CurvatureOrder
{
    /// <summary>Losses and first derivatives.</summary>
    First,

    /// <summary>The second derivatives too.</summary>
    Second,

    /// <summary>The triangle of least squares instead of second derivatives: it takes twice the time and keeps twice the digits.</summary>
    Triangle,
}
