namespace NeuralNet.Core.Persistence;

/// <summary>Opens files to read them as a whole.</summary>
internal static class ModelReader
{
    public static SafetensorsFile Read(string path)
    {
        using FileStream stream = Open(path, FileOptions.SequentialScan);
        return SafetensorsFile.Read(stream);
    }

    public static async Task<SafetensorsFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        FileStream stream = Open(path, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            return await SafetensorsFile.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A file that is being replaced meanwhile stays the one that was opened.</summary>
    private static FileStream Open(string path, FileOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, options);
    }
}
