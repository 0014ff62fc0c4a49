using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace NeuralNet.Extensions.Hosting;

/// <summary>Which model of a service saves where: two that save to one file would undo each other's learning.</summary>
internal sealed class SavePlaces
{
    private readonly ConcurrentDictionary<string, string> _names = new(LinkedPath.Comparer);

    /// <exception cref="OptionsValidationException">Another model saves there.</exception>
    public void Claim(string path, string name)
    {
        string first = _names.GetOrAdd(path, name);
        if (first != name)
        {
            throw new OptionsValidationException(
                name, typeof(OnlineLearningOptions), [$"The models '{first}' and '{name}' both learn into '{path}'. Give one of them another Path or SavePath."]);
        }
    }
}
