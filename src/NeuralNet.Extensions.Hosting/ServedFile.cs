using System.Runtime.ExceptionServices;
using NeuralNet.Common;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// The file of a model, and which of its contents is known already: what was loaded, found bad or saved by this process. What was
/// neither loaded nor saved here is never overwritten. The file is read while anything else is done with it, however long that
/// takes; taking over what was read and saving exclude each other.
/// </summary>
internal sealed class ServedFile(string path, TimeProvider time) : IDisposable
{
    /// <summary>
    /// A file that was changed this short ago may be changed once more without its time showing it, since the clocks of file
    /// systems are coarse.
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
    public TModel Load<TModel>(Func<Stream, TModel> load)
    {
        var stamp = FileStamp.Read(path);
        using FileStream file = RegularFile.OpenRead(path);
        var content = FileContent.Read(file, CancellationToken.None);
        TModel model = load(file);
        if (content == FileContent.Read(file, CancellationToken.None))
        {
            // Else it is news to the first check.
            Know(stamp, content);
            _current = content;
        }

        return model;
    }

    /// <summary>Looks whether the file has new content, and if so reads it and lets it be taken over.</summary>
    /// <param name="isTold">Whether it is to be read even if its length and time are those of before.</param>
    /// <param name="debounce">How long it has to stay as it is before it is read.</param>
    /// <param name="read">
    /// Reads the file that a function opens, while others go on, and gives what takes it over and says whether it did, while they
    /// wait. Both have to bear a file that is bad, or gone.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting and reading.</param>
    public async Task CheckAsync(
        bool isTold, TimeSpan debounce, Func<Func<Stream>, CancellationToken, Task<Func<bool>>> read, CancellationToken cancellationToken)
    {
        var stamp = FileStamp.Read(path);
        if (!isTold && await WithAccessAsync(() => _isSettled && stamp == _seen, cancellationToken).ConfigureAwait(false))
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

        // A save that came between has changed what is known, and perhaps the file: the next check sees what is there then.
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

    /// <summary>Writes a file whose content before does not matter.</summary>
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
    /// Whether nothing is there, or what was loaded or saved here. A file of another length is not read, and one that may not be read
    /// is there all the same.
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
