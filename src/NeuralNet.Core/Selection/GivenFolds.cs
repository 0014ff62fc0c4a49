using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Selection;

/// <summary>Folds of the caller.</summary>
internal sealed class GivenFolds(int[] foldOfRow) : FoldRule("given")
{
    public override int[] Assign(FoldRequest request) => foldOfRow.Length == request.Rows ? foldOfRow : throw new ArgumentException(Invariant(
        $"{request.Parameter}: Folds.Given has the folds of {Shown.Count(foldOfRow.Length, "row")}, but there are {request.Rows}. Pass one number for each row."), request.Parameter);
}
