using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace NeuralNet.Extensions.Hosting;

/// <summary>The save paths of a service. Two models that save to one file would overwrite each other's learning.</summary>
internal sealed class SavePlaces
{
    private readonly ConcurrentDictionary<string, string> _names = new(LinkedPath.Comparer);

    /// <summary>Claims a path for a model.</summary>
    /// <exception cref="OptionsValidationException">Another model saves to this path.</exception>
    public void Claim(string path, string name)
    {
        string first = _names.GetOrAdd(path, name);
        if (first != name)
        {
            throw new OptionsValidationException(
                name, typeof(OnlineLearningOptions), [$"The models '{first}' and '{name}' both save to '{path}'. Set another Path or SavePath for one of them."]);
        }
    }
}
