using System.Security.Cryptography;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// The file of a model, and which of its contents is known already: what was loaded, found bad or saved by this process. One
/// thing is done with it at a time, and what was neither loaded nor saved here is never overwritten.
/// </summary>
internal sealed class ModelFile(string path, TimeProvider time) : IDisposable
{
    /// <summary>
    /// A file that was changed this short ago may be changed once more without its time showing it, since the clocks of file
    /// systems are coarse.
    /// </summary>
    private static readonly TimeSpan _coarsestClock = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _access = new(1);
    private FileStamp _seen;
    private byte[]? _content;
    private byte[]? _current;
    private bool _isSettled;

    public string Path => path;

    /// <summary>
    /// Whether something is there, be it a file that may not be read or a link to one that is gone: not to begin anew as if there
    /// were nothing to lose.
    /// </summary>
    public bool IsThere
    {
        get
        {
            try
            {
                File.GetAttributes(path);
                return true;
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                return false;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>Where what was learned goes while the file itself holds something else.</summary>
    public string Beside => $"{path}.learned";

    /// <summary>Loads the file for the first time.</summary>
    public TModel Load<TModel>(Func<string, TModel> load)
    {
        (FileStamp stamp, byte[]? content) = (FileStamp.Of(path), ContentOf(path));
        TModel model = load(path);
        Know(stamp, content);
        _current = content;
        return model;
    }

    /// <summary>Looks whether the file has new content, and if so hands it to <paramref name="load"/>.</summary>
    /// <param name="isTold">Whether it is to be read even if its length and time are those of before.</param>
    /// <param name="debounce">How long it has to stay as it is before it is read.</param>
    /// <param name="load">Takes the file over, and says whether it did. It has to bear a file that is bad, or gone.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task CheckAsync(bool isTold, TimeSpan debounce, Func<string, bool> load, CancellationToken cancellationToken)
    {
        FileStamp stamp = FileStamp.Of(path);
        if (!isTold && _isSettled && stamp == _seen)
        {
            return;
        }

        FileStamp before;
        do
        {
            before = stamp;
            await Task.Delay(debounce, time, cancellationToken).ConfigureAwait(false);
            stamp = FileStamp.Of(path);
        }
        while (stamp != before);

        await _access.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            stamp = FileStamp.Of(path);
            byte[]? content = ContentOf(path);
            bool isNew = content is null ? _content is not null || _seen != stamp : _content is null || !content.AsSpan().SequenceEqual(_content);
            Know(stamp, content);
            if (isNew && load(path))
            {
                _current = content;
            }
        }
        finally
        {
            _access.Release();
        }
    }

    /// <summary>
    /// Writes the file so that it is no news to <see cref="CheckAsync"/>. Where it holds what someone else put there and could not
    /// be loaded, or was not yet, that stays, and the content goes <see cref="Beside"/>.
    /// </summary>
    /// <param name="content">
    /// Gives what to write, or null for nothing. It is asked while no file is loaded: what was loaded until then needs no save.
    /// </param>
    public async Task<SaveOutcome> SaveAsync(Func<byte[]?> content)
    {
        await _access.WaitAsync().ConfigureAwait(false);
        try
        {
            if (content() is not { } bytes)
            {
                return SaveOutcome.Nothing;
            }

            byte[]? there = ContentOf(path);
            if (there is not null && !there.AsSpan().SequenceEqual(_current))
            {
                await WriteAsync(Beside, bytes).ConfigureAwait(false);
                return SaveOutcome.Beside;
            }

            await WriteAsync(path, bytes).ConfigureAwait(false);
            _current = SHA256.HashData(bytes);
            Know(FileStamp.Of(path), _current);
            return SaveOutcome.Written;
        }
        finally
        {
            _access.Release();
        }
    }

    public static Task WriteAsync(string path, byte[] bytes) => Core.Persistence.AtomicFile.WriteAsync(
        path, stream => stream.WriteAsync(bytes).AsTask(), CancellationToken.None);

    public void Dispose() => _access.Dispose();

    /// <summary>A checksum of the file as it is; null where it can't be read.</summary>
    private static byte[]? ContentOf(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return SHA256.HashData(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Know(FileStamp stamp, byte[]? content)
    {
        _seen = stamp;
        _content = content;
        _isSettled = content is not null && (time.GetUtcNow().UtcDateTime - stamp.ChangedUtc).Duration() > _coarsestClock;
    }
}
