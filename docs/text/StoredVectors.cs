using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace NeuralNet.TextExample;

/// <summary>
/// Keeps the vectors of a generator in a file, so that another run embeds no text again, and an interrupted one goes on where it stopped.
/// </summary>
internal sealed class StoredVectors : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private readonly Dictionary<string, float[]> _known = new(StringComparer.Ordinal);
    private readonly FileStream _file;

    public StoredVectors(IEmbeddingGenerator<string, Embedding<float>> generator, string path, int dimension)
        : base(generator)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        byte[] key = new byte[SHA256.HashSizeInBytes];
        long record = key.Length + ((long)dimension * sizeof(float));
        while (_file.Length - _file.Position >= record)
        {
            float[] vector = new float[dimension];
            _file.ReadExactly(key);
            _file.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
            _known[Convert.ToHexString(key)] = vector;
        }

        // A run that was killed may have left a part of a record.
        _file.SetLength(_file.Position);
    }

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        byte[][] keys = [.. texts.Select(text => SHA256.HashData(Encoding.UTF8.GetBytes(text)))];
        int[] missing = [.. Enumerable.Range(0, texts.Length).Where(row => !_known.ContainsKey(Convert.ToHexString(keys[row])))];
        if (missing.Length > 0)
        {
            GeneratedEmbeddings<Embedding<float>> made =
                await base.GenerateAsync(missing.Select(row => texts[row]), options, cancellationToken).ConfigureAwait(false);
            foreach ((int row, Embedding<float> embedding) in missing.Zip(made))
            {
                _known[Convert.ToHexString(keys[row])] = embedding.Vector.ToArray();
                _file.Write(keys[row]);
                _file.Write(MemoryMarshal.AsBytes(embedding.Vector.Span));
            }
        }

        return new(keys.Select(key => new Embedding<float>(_known[Convert.ToHexString(key)])));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
