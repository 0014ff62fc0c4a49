using System.Runtime.InteropServices;
using Org.BouncyCastle.Crypto.Digests;

namespace NeuralNet.Core.AotApp;

/// <summary>
/// The SHA-256 of the bits of all numbers it was given. Managed code throughout: the framework's asks a library of the system,
/// which an emulated machine does not have.
/// </summary>
internal sealed class Fingerprint
{
    private readonly Sha256Digest _digest = new();

    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged => _digest.BlockUpdate(MemoryMarshal.AsBytes(values));

    /// <summary>Ends the fingerprint, and begins another.</summary>
    public string Take()
    {
        Span<byte> hash = stackalloc byte[_digest.GetDigestSize()];
        _digest.DoFinal(hash);
        return Convert.ToHexStringLower(hash);
    }
}
