using System.Numerics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>Checks that the current model is that of its file, that learning is saved, and that it has not diverged.</summary>
internal sealed class PerceptronHealthCheck<T>(ServedModel<T> model) : IHealthCheck
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        PublishedPerceptron<T> current = model.Host.Current;
        var data = new Dictionary<string, object> { ["version"] = current.Version, ["publishedAt"] = current.PublishedAt };
        if (model.Learning is { } online)
        {
            data["learned"] = online.Network.Learned;
            data["steps"] = online.Network.Steps;
            data["waiting"] = online.Learner.Waiting;
        }

        (string Story, Exception Error)? failure = (model.Status.ReloadFailure, model.Status.SaveFailure, model.Status.LearningFailure) switch
        {
            ({ } reload, _, _) => ($"The file was not loaded, version {current.Version} stays current: {reload.Message}", reload),
            (_, { } save, _) => ($"The learned network can't be saved: {save.Message}", save),
            (_, _, { } learning) => ($"{learning.Message} Version {current.Version} stays current.", learning),
            _ => null,
        };
        return Task.FromResult(failure is var (story, error)
            ? new HealthCheckResult(context.Registration.FailureStatus, story, error, data)
            : HealthCheckResult.Healthy($"Version {current.Version} is current.", data));
    }
}
