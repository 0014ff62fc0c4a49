using System.Reflection;
using NeuralNet.Core.Tests.Losses;
using NeuralNet.Core.Tests.Optimizers;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>The contract covers what the library offers: nothing public is missing in the catalogs.</summary>
public sealed class CatalogTests
{
    private const int Least = 40;

    [Fact]
    public void Every_public_loss_is_in_the_catalog() =>
        Offered<Loss>(nameof(Loss.From), nameof(Loss.HalfSquaredErrorThrough)).Should().BeSubsetOf(
            LossCatalog.Everything.Select(loss => Kind(loss.Name)));

    [Fact]
    public void The_delta_rule_of_every_activation_that_has_one_is_in_the_catalog()
    {
        IEnumerable<Activation> activations = typeof(Activation).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => (Activation)property.GetValue(null)!);
        var names = new List<string>();
        foreach (Activation activation in activations)
        {
            try
            {
                names.Add(Loss.HalfSquaredErrorThrough(activation).Name);
            }
            catch (ArgumentException refusal)
            {
                refusal.Message.Should().Contain(activation.Name, "a refusal names what came");
            }
        }

        // Through the identity it is the half squared error itself.
        names.Should().HaveCountGreaterThan(3).And.BeSubsetOf([
            .. LossCatalog.Everything.Select(loss => loss.Name), Loss.HalfSquaredErrorThrough(Activation.Identity).Name]);
    }

    [Fact]
    public void Every_public_optimizer_is_in_the_catalog() =>
        Offered<Optimizer>(nameof(Optimizer.From)).Should().BeSubsetOf(
            OptimizerCatalog.All.Append(Optimizer.Auto).Select(optimizer => Kind(optimizer.Name)));

    [Fact]
    public void What_users_wrote_is_in_the_catalogs()
    {
        UserWritten(typeof(ILoss)).Select(loss => ((ILoss)loss).Name).Should().NotBeEmpty().And.BeSubsetOf(
            LossCatalog.Everything.Select(loss => loss.Name));
        UserWritten(typeof(IOptimizer)).Select(optimizer => ((IOptimizer)optimizer).Name).Should().NotBeEmpty().And.BeSubsetOf(
            OptimizerCatalog.All.Select(optimizer => optimizer.Name));
    }

    [Fact]
    public void Laws_have_names_of_their_own_and_are_the_same_in_float_and_double()
    {
        string[] names = [.. Checks<double>.All.Select(check => check.Name)];

        names.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThanOrEqualTo(Least);
        names.Should().Equal(Checks<float>.All.Select(check => check.Name));
    }

    [Fact]
    public void Most_pairs_are_possible_and_each_other_is_refused_by_name_and_with_a_cure()
    {
        Pair.Possible.Count.Should().BeGreaterThan(Pair.All.Count * 2 / 3);
        foreach (Pair pair in Pair.All.Except(Pair.Possible))
        {
            pair.Refusal.Should().Contain(pair.Loss.Name).And.Contain(pair.Optimizer.Name).And.Contain("Choose ");
            (pair.Optimizer.Limits.NeedsUnitSlopes || pair.Optimizer.Limits.NeedsCurvature || pair.Optimizer.Limits.IsDual).Should().BeTrue("no other optimizer refuses a loss");
        }

        foreach (Pair pair in Pair.Possible.Where(pair => pair.Optimizer.Limits.NeedsUnitSlopes))
        {
            LossTraits.Of(pair.Loss).HasUnitSlopes.Should().BeTrue($"{pair.Loss} is taken for a loss of such slopes");
        }
    }

    [Fact]
    public void Traits_are_measured_as_they_are_known()
    {
        LossTraits.Of(Loss.LogLoss).Should().Be(new LossTraits(true, true, true, false));
        LossTraits.Of(Loss.Hinge).Should().Be(new LossTraits(true, false, true, true));
        LossTraits.Of(Loss.Poisson).Should().Be(new LossTraits(true, true, false, false));
        LossTraits.Of(Loss.Quantile(0.25)).Should().Be(new LossTraits(true, false, false, false));
        LossTraits.Of(Loss.HalfSquaredErrorThrough(Activation.Sigmoid)).Should().Be(new LossTraits(false, true, true, false));
        LossTraits.Of(Loss.SoftmaxCrossEntropy).Should().Be(new LossTraits(true, true, false, false));
        LossTraits.Of(Loss.CrammerSinger).Should().Be(new LossTraits(true, false, false, true));
        LossTraits.Of(Loss.From(default(LogCosh), Activation.Identity)).Should().Be(new LossTraits(true, true, true, false));
    }

    /// <summary>
    /// What the static members of a type give, each method with its defaults; those with an argument that has none are told.
    /// </summary>
    private static List<string> Offered<TOffered>(params string[] told)
        where TOffered : class
    {
        var names = new List<string>();
        foreach (MethodInfo method in typeof(TOffered).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(TOffered) && !told.Contains(method.Name)))
        {
            ParameterInfo[] parameters = method.GetParameters();
            parameters.All(parameter => parameter.HasDefaultValue).Should().BeTrue($"{method.Name} is not told");
            object?[] defaults = [.. parameters.Select(parameter => parameter.DefaultValue)];
            names.Add(Kind(method.Invoke(null, defaults)!.ToString()!));
        }

        names.Should().HaveCountGreaterThan(5);
        return names;
    }

    /// <summary>A name without its parameters.</summary>
    private static string Kind(string name) => name.Split('(')[0];

    private static IEnumerable<object> UserWritten(Type seam) => typeof(LogCosh).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(seam))
        .Select(type => Activator.CreateInstance(type)!);
}
