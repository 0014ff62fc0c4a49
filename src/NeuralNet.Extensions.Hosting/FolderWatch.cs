using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Waits until the operating system reports a change of one file, but no longer than the polling interval. Reports are hints: a
/// watch may miss changes, or not be available at all.
/// </summary>
internal sealed class FolderWatch(string path, string name, PerceptronOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Room for one item, since one change raises several events.</summary>
    private readonly Channel<bool> _reports = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(LinkedPath.Comparer);
    private volatile HashSet<string> _entries = new(LinkedPath.Comparer);
    private bool _hasFallenBack;

    /// <summary>Watches the folders that the path goes through now, with the folders of all links.</summary>
    public void Renew()
    {
        if (!options.WatchesFolders)
        {
            return;
        }

        try
        {
            _entries = new(LinkedPath.Entries(path), LinkedPath.Comparer);
            var folders = _entries.Select(entry => Path.GetDirectoryName(entry) ?? entry).ToHashSet(LinkedPath.Comparer);
            foreach (string gone in _watchers.Keys.Where(folder => !folders.Contains(folder)).ToArray())
            {
                Drop(gone);
            }

            foreach (string added in folders.Where(folder => !_watchers.ContainsKey(folder) && Directory.Exists(folder)))
            {
                _watchers.Add(added, Watcher(added));
            }

            _hasFallenBack = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            if (!_hasFallenBack)
            {
                logger.WatchFailed(error, Log.Title(name), name, path, options.PollingInterval);
            }

            _hasFallenBack = true;
        }
    }

    /// <summary>Waits until a change is reported or the polling interval is over. Returns true if a change was reported.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        await _reports.Reader.WaitToReadAsync(options.PollingInterval, time, cancellationToken).ConfigureAwait(false);
        return _reports.Reader.TryRead(out _);
    }

    public void Dispose()
    {
        foreach (string folder in _watchers.Keys.ToArray())
        {
            Drop(folder);
        }
    }

    private void Drop(string folder)
    {
        if (_watchers.Remove(folder, out FileSystemWatcher? watcher))
        {
            watcher.Dispose();
        }
    }

    private FileSystemWatcher Watcher(string folder)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        try
        {
            watcher.Changed += (_, change) => Report(change.FullPath);
            watcher.Created += (_, change) => Report(change.FullPath);
            watcher.Deleted += (_, change) => Report(change.FullPath);
            watcher.Renamed += (_, change) =>
            {
                Report(change.FullPath);
                Report(change.OldFullPath);
            };
            watcher.Error += (_, _) => _reports.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    private void Report(string entry)
    {
        if (_entries.Contains(entry))
        {
            _reports.Writer.TryWrite(true);
        }
    }
}
