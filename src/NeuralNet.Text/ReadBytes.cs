namespace NeuralNet.Text;

/// <summary>Reads some bytes, as <see cref="Stream.Read(Span{byte})"/> does.</summary>
/// <returns>The number of bytes; 0 only at the end.</returns>
internal delegate int ReadBytes(Span<byte> destination);
