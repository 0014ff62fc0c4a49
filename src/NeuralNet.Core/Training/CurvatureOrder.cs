namespace NeuralNet.Core.Training;

/// <summary>What a pass over the rows sums.</summary>
internal enum CurvatureOrder
{
    /// <summary>Losses and first derivatives.</summary>
    First,

    /// <summary>The same for least squares, the first derivatives in twice the precision of double.</summary>
    Refined,

    /// <summary>The second derivatives too.</summary>
    Second,

    /// <summary>The triangle of least squares instead of second derivatives: it takes twice the time and keeps twice the digits.</summary>
    Triangle,

    /// <summary>Losses, the rows near a kink of the loss, and the first derivatives of the others.</summary>
    Kinks,
}
