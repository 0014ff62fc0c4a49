namespace NeuralNet.Extensions.AI.Tests.Support;

/// <summary>A path in the folder for temporary files, whose file is deleted at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(Path);
}
