using System.Numerics;

namespace NeuralNet.Extensions.Hosting;

/// <summary>An example in the queue, in an array that goes back to the pool once it is learned.</summary>
/// <param name="Numbers">The row <c>[inputs]</c> and after it the targets <c>[outputs]</c>; longer where the pool had none that fits.</param>
/// <param name="Label">The class; null where the targets say more.</param>
/// <param name="Offset">Where the example stands in its stream; null where none was told.</param>
internal readonly record struct WaitingExample<T>(T[] Numbers, int? Label, string? Offset = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
