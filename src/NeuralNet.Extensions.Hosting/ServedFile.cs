using System.Runtime.ExceptionServices;
using NeuralNet.Common;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// The file of a model, and the content that this process last loaded, rejected or saved. A file that was neither loaded nor saved
/// here is never overwritten. Reading takes no lock, however long it takes; publishing a read model and saving exclude each other.
/// </summary>
internal sealed class ServedFile(string path, TimeProvider time) : IDisposable
{
    /// <summary>
    /// A file changed less than this time ago may change again without a new time stamp, because the clocks of file systems are coarse.
    /// </summary>
    private static readonly TimeSpan _coarsestClock = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _access = new(1);
    private readonly FileExchange _exchange = new();
    private FileStamp _seen;
    private FileContent? _content;
    private FileContent? _current;
    private bool _isSettled;
    private long _placed;

    public string Path => path;

    /// <summary>
    /// Whether anything exists at the path, including an unreadable file or a broken link. In these cases a learner must not start with
    /// a new network, which would later replace the file.
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

    /// <summary>The path to save to while the file itself must not be overwritten.</summary>
    public string Beside => $"{path}.learned";

    /// <summary>Loads the file for the first time.</summary>
    public TModel Load<TModel>(Func<Stream, TModel> load)
    {
        var stamp = FileStamp.Read(path);
        using FileStream file = RegularFile.OpenRead(path);
        var content = FileContent.Read(file, CancellationToken.None);
        TModel model = load(file);
        if (content == FileContent.Read(file, CancellationToken.None))
        {
            // Otherwise the file changed while it was read, and the first check loads it.
            Know(stamp, content);
            _current = content;
        }

        return model;
    }

    /// <summary>Checks whether the file has new content; if so, reads and publishes it.</summary>
    /// <param name="isReported">Whether to read the file even if its length and time are unchanged.</param>
    /// <param name="debounce">How long the file must stay unchanged before it is read.</param>
    /// <param name="read">
    /// Reads the opened file without the lock, and returns a function that publishes it under the lock and returns whether it did. Both
    /// must tolerate a corrupt or missing file.
    /// </param>
    /// <param name="cancellationToken">Cancels waiting and reading.</param>
    public async Task CheckAsync(
        bool isReported, TimeSpan debounce, Func<Func<Stream>, CancellationToken, Task<Func<bool>>> read, CancellationToken cancellationToken)
    {
        var stamp = FileStamp.Read(path);
        if (!isReported && await WithAccessAsync(() => _isSettled && stamp == _seen, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        FileStamp before;
        do
        {
            before = stamp;
            await Task.Delay(debounce, time, cancellationToken).ConfigureAwait(false);
            stamp = FileStamp.Read(path);
        }
        while (stamp != before);

        long placed = await WithAccessAsync(() => _placed, cancellationToken).ConfigureAwait(false);
        stamp = FileStamp.Read(path);
        FileContent? content = null;
        using FileStream? file = TryOpen(ref content, out Exception? failure, cancellationToken);

        // A save came between and may have replaced the file: leave the decision to the next check.
        bool IsOutdated() => _placed != placed;
        bool isNew = await WithAccessAsync(
            () =>
            {
                if (IsOutdated())
                {
                    return false;
                }

                bool isNew = content is null ? _content is not null || _seen != stamp : content != _content;
                if (!isNew)
                {
                    Know(stamp, content);
                }

                return isNew;
            },
            cancellationToken).ConfigureAwait(false);
        if (!isNew)
        {
            return;
        }

        Func<bool> take = await read(() => Opened(file, failure), cancellationToken).ConfigureAwait(false);
        bool isWhatWasRead = file is null || content == FileContent.Read(file, cancellationToken);
        await WithAccessAsync(
            () =>
            {
                if (IsOutdated() || !isWhatWasRead)
                {
                    _isSettled = false;
                    return false;
                }

                Know(stamp, content);
                if (take())
                {
                    _current = content;
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Saves to the file, so that <see cref="CheckAsync"/> does not load it again. If the path holds a file that was not loaded, that
    /// file stays and the content is saved to <see cref="Beside"/>.
    /// </summary>
    /// <param name="content">
    /// Returns the bytes to write, or null if there is nothing to save. It is called under the lock: a file loaded before needs no save.
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

            if (MayReplace(out bool isThere))
            {
                var own = FileContent.Read(bytes);
                bool isWritten = false;
                await AtomicFile.WriteAsync(
                    path,
                    stream => stream.WriteAsync(bytes).AsTask(),
                    (temporary, target) => isWritten = Place(temporary, own, target, isThere),
                    CancellationToken.None).ConfigureAwait(false);
                if (isWritten)
                {
                    _current = own;
                    Know(FileStamp.Read(path), own);
                    return SaveOutcome.Written;
                }
            }

            await WriteAsync(Beside, bytes).ConfigureAwait(false);
            return SaveOutcome.Beside;
        }
        finally
        {
            _access.Release();
        }
    }

    /// <summary>Writes a file, whatever its previous content.</summary>
    public static Task WriteAsync(string path, byte[] bytes) => AtomicFile.WriteAsync(
        path,
        stream => stream.WriteAsync(bytes).AsTask(),
        (temporary, target) =>
        {
            Leftovers.Sweep(target, File.GetLastWriteTimeUtc(temporary));
            File.Move(temporary, target, overwrite: true);
        },
        CancellationToken.None);

    public void Dispose() => _access.Dispose();

    private static FileStream Opened(FileStream? file, Exception? failure)
    {
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return file!;
    }

    private FileStream? TryOpen(ref FileContent? content, out Exception? failure, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        try
        {
            file = RegularFile.OpenRead(path);
            content = FileContent.Read(file, cancellationToken);
            failure = null;
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            failure = error;
            return null;
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    private async Task<TResult> WithAccessAsync<TResult>(Func<TResult> use, CancellationToken cancellationToken)
    {
        await _access.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return use();
        }
        finally
        {
            _access.Release();
        }
    }

    /// <summary>
    /// Checks whether the file may be replaced: it does not exist, or has the content that was loaded or saved here. A file of another
    /// length is not read, and an unreadable file may not be replaced.
    /// </summary>
    private bool MayReplace(out bool isThere)
    {
        isThere = true;
        try
        {
            using FileStream file = RegularFile.OpenRead(path);
            return file.Length == _current?.Length && FileContent.Read(file, CancellationToken.None) == _current;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            isThere = false;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool Place(string temporary, FileContent own, string target, bool isThere)
    {
        _placed++;
        Leftovers.Sweep(target, File.GetLastWriteTimeUtc(temporary));
        bool isPlaced = isThere
            ? _exchange.TryReplace(temporary, own, target, _current!)
            : FileExchange.TryMove(temporary, target);
        File.Delete(temporary);
        return isPlaced;
    }

    private void Know(FileStamp stamp, FileContent? content)
    {
        _seen = stamp;
        _content = content;
        _isSettled = content is not null && (time.GetUtcNow().UtcDateTime - stamp.ChangedUtc).Duration() > _coarsestClock;
    }
}
