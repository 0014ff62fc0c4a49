namespace NeuralNet.Text;

/// <summary>A text that can be opened for each pass over it.</summary>
internal abstract class SvmLightSource
{
    /// <summary>Opens the text from its beginning.</summary>
    /// <param name="opened">What to dispose after the pass; null if the caller owns it.</param>
    /// <exception cref="InvalidOperationException">The text can be read only once, and was.</exception>
    public abstract ReadBytes Open(out IDisposable? opened);

    public static SvmLightSource Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileSource(path);
    }

    public static SvmLightSource Of(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanSeek ? new SeekableSource(stream) : new SingleSource(stream.Read);
    }

    public static SvmLightSource Of(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new SingleSource(new Utf8Reader(reader).Read);
    }

    private sealed class FileSource(string path) : SvmLightSource
    {
        public override ReadBytes Open(out IDisposable? opened)
        {
            // The lines have a buffer of their own.
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            opened = file;
            return file.Read;
        }
    }

    private sealed class SeekableSource(Stream stream) : SvmLightSource
    {
        private readonly long _start = stream.Position;

        public override ReadBytes Open(out IDisposable? opened)
        {
            stream.Position = _start;
            opened = null;
            return stream.Read;
        }
    }

    private sealed class SingleSource(ReadBytes read) : SvmLightSource
    {
        private bool _isOpened;

        public override ReadBytes Open(out IDisposable? opened)
        {
            if (_isOpened)
            {
                throw new InvalidOperationException(
                    "The text can't be read again from its beginning, as several epochs do. Pass the path of a file or a stream that can seek, or read all rows into memory with ReadAll.");
            }

            _isOpened = true;
            opened = null;
            return read;
        }
    }
}
