using static System.FormattableString;

namespace NeuralNet.Core.FileChecks;

/// <summary>What threads saw that predicted while models were learned and reloaded.</summary>
/// <param name="Answers">Predictions.</param>
/// <param name="Versions">Models that were published.</param>
/// <param name="VersionsSeen">Models that answered.</param>
/// <param name="Mixed">Answers that are those of no version, or of another than the one asked.</param>
/// <param name="Backwards">Times a thread saw a version after a later one.</param>
/// <param name="AllocatedByReaders">Bytes that the predicting threads allocated.</param>
/// <param name="LiveBytesGained">Bytes that are reachable at the end and were not at the start.</param>
/// <param name="HandlesGained">How many more handles were open in the last quarter, at least, than in the first, at most: files come and go.</param>
internal sealed record ServingReport(
    long Answers, long Versions, int VersionsSeen, long Mixed, long Backwards, long AllocatedByReaders, long LiveBytesGained, int HandlesGained)
{
    /// <summary>Some objects of the runtime come with the first collections and threads, whatever runs; growth would pass this in seconds.</summary>
    private const long FewBytes = 1 << 20;

    /// <summary>The runtime opens some of its own at any time; one left open by each of the hundreds of reloads a second would pass this at once.</summary>
    private const int FewHandles = 16;

    public bool IsClean => Answers > 0 && VersionsSeen > 1 && Mixed == 0 && Backwards == 0 && AllocatedByReaders == 0
        && LiveBytesGained < FewBytes && HandlesGained < FewHandles;

    public override string ToString() => Invariant(
        $"{Answers:N0} answers of {VersionsSeen:N0} among {Versions:N0} versions: {Mixed} mixed, {Backwards} backwards, {AllocatedByReaders} bytes allocated by readers, {LiveBytesGained:N0} live bytes and {HandlesGained} handles gained");
}
