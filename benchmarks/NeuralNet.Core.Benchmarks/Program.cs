using BenchmarkDotNet.Running;
using NeuralNet.Core.Benchmarks;

switch (args)
{
    case ["guard", ..]:
        return PerformanceGuard.Run(args.AsSpan(1));
    case ["sizes"]:
        return CostOfSizes.Measure();
    case ["plots"]:
        return CostOfSizes.Draw();
    case ["memory"]:
        return PeakOfTrainings.Measure();
    case ["memory", var number]:
        return PeakOfTrainings.Run(number);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
