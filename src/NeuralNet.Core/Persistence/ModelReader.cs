using NeuralNet.Common;

namespace NeuralNet.Core.Persistence;

/// <summary>Reads whole files, and adds their names to errors.</summary>
internal static class ModelReader
{
    public static TResult Read<TResult>(string path, Func<SafetensorsFile, TResult> make)
    {
        try
        {
            using FileStream stream = Open(path, FileOptions.SequentialScan);
            return make(SafetensorsFile.Read(stream));
        }
        catch (ModelFormatException exception)
        {
            exception.FileName = path;
            throw;
        }
    }

    public static async Task<TResult> ReadAsync<TResult>(
        string path, Func<SafetensorsFile, TResult> make, CancellationToken cancellationToken)
    {
        try
        {
            FileStream stream = Open(path, FileOptions.SequentialScan | FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                return make(await SafetensorsFile.ReadAsync(stream, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (ModelFormatException exception)
        {
            exception.FileName = path;
            throw;
        }
    }

    /// <summary>Opens the file. If another process replaces it meanwhile, the opened file stays readable.</summary>
    private static FileStream Open(string path, FileOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        PathCheck.ThrowIfNoFile(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, options);
    }
}
