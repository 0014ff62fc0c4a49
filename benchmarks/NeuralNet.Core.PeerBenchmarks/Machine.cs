using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>The processor, its vectors, the system, the runtime and the packages, a line each.</summary>
    public static IEnumerable<string> Describe()
    {
        yield return $"{Processor()}, {Environment.ProcessorCount} processors, {Vectors()}";
        yield return $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        yield return string.Join(", ", new[]
        {
            Version("ML.NET", typeof(Microsoft.ML.MLContext).Assembly),
            Version("ONNX Runtime", typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly),
            Version("System.Numerics.Tensors", typeof(System.Numerics.Tensors.TensorPrimitives).Assembly),
        });
    }

    private static string Processor()
    {
        const string Source = "/proc/cpuinfo";
        string? line = File.Exists(Source)
            ? File.ReadLines(Source).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Vectors() =>
        Vector512.IsHardwareAccelerated ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vectors";

    private static string Version(string name, Assembly assembly) =>
        $"{name} {assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
}
