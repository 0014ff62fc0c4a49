using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace NeuralNet.Core.AotApp;

/// <summary>Says which of the ways through the kernels this process takes.</summary>
internal static class Acceleration
{
    public static void Print()
    {
        Console.WriteLine($"Architecture {RuntimeInformation.ProcessArchitecture}");
        Console.WriteLine($"Vector512 {Vector512.IsHardwareAccelerated}");
        Console.WriteLine($"Vector256 {Vector256.IsHardwareAccelerated}");
        Console.WriteLine($"Vector128 {Vector128.IsHardwareAccelerated}");
        Console.WriteLine($"AdvSimd {AdvSimd.IsSupported}");
        Console.WriteLine($"DynamicCode {RuntimeFeature.IsDynamicCodeSupported}");
    }
}
