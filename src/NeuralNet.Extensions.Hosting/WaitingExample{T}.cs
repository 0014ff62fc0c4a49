using System.Numerics;

namespace NeuralNet.Extensions.Hosting;

/// <summary>An example in the queue, in an array that returns to the pool after the example is learned.</summary>
/// <param name="Numbers">The row <c>[inputs]</c>, then the targets <c>[outputs]</c>, then the offsets of the logits, if there are any; the array of the pool may be longer.</param>
/// <param name="Label">The class; null if the example was passed with targets.</param>
/// <param name="Offset">The position of the example in its stream; null if no offset was passed.</param>
/// <param name="HasLogitOffsets">Whether the logits have offsets <c>[outputs]</c>.</param>
internal readonly record struct WaitingExample<T>(T[] Numbers, int? Label, string? Offset = null, bool HasLogitOffsets = false)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
