using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.AotApp;

/// <summary>Says which of the ways through the kernels this process takes.</summary>
internal static class Acceleration
{
    public static void Print()
    {
        Console.WriteLine($"Vector512 {Vector512.IsHardwareAccelerated}");
        Console.WriteLine($"Vector256 {Vector256.IsHardwareAccelerated}");
        Console.WriteLine($"Vector128 {Vector128.IsHardwareAccelerated}");
        Console.WriteLine($"DynamicCode {RuntimeFeature.IsDynamicCodeSupported}");
    }
}
