namespace NeuralNet.Data.Columns;

/// <summary>Finds the places of categories among those of Fit. A struct, so that the loop over records has no virtual call.</summary>
internal interface ICategoryFinder<TRecord>
{
    /// <summary>Returns the place of the category of a record, <see cref="CategoryPlaces.Unknown"/> if Fit did not see it.</summary>
    int Find(TRecord record);
}
