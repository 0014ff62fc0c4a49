using System.Reflection;

namespace NeuralNet.Core.Tests.House;

/// <summary>A public member that makes an object of a family, such as <c>Loss.Huber</c>.</summary>
internal sealed record Factory(Type Family, MemberInfo Member)
{
    /// <summary>The rate that a learning rate made from another one begins with.</summary>
    public const double SampleRate = 0.4;

    /// <summary>Arguments that every factory takes, other than the defaults.</summary>
    private static readonly Dictionary<string, object> Samples = new()
    {
        ["activation"] = Activation.Sigmoid,
        ["rate"] = SampleRate,
        ["factor"] = 0.5,
        ["length"] = 3,
        ["lowest"] = 0.1,
        ["power"] = 0.7,
        ["patience"] = 2,
        ["minimumImprovement"] = 0.01,
        ["unit"] = RateUnit.Step,
        ["strength"] = 0.3,
        ["l1Ratio"] = 0.2,
        ["largest"] = 0.25,
        ["seed"] = 7u,
        ["low"] = -0.5,
        ["high"] = 0.75,
        ["atLeast"] = 0.5,
        ["falsePositive"] = 1.0,
        ["falseNegative"] = 4.0,
        ["delta"] = 0.7,
        ["epsilon"] = 0.3,
        ["quantile"] = 0.2,
        ["momentum"] = 0.6,
        ["decay"] = 0.8,
        ["beta1"] = 0.7,
        ["beta2"] = 0.9,
        ["weightDecay"] = 0.2,
        ["aggressiveness"] = 0.05,
        ["alpha"] = 0.4,
        ["beta"] = 0.7,
        ["l1"] = 0.3,
        ["l2"] = 0.2,
        ["memory"] = 5,
        ["gradientTolerance"] = 1e-3,
        ["rankTolerance"] = 1e-5,
        ["groups"] = new[] { 0, 1, 2, 3, 4, 5 },
        ["times"] = new[] { 0, 1, 2, 3, 4, 5 },
    };

    public string Name => $"{Family.Name}.{Member.Name}";

    public IReadOnlyList<ParameterInfo> Parameters => Member is MethodInfo method ? method.GetParameters() : [];

    /// <summary>Whether it wraps a formula or a function of the user's, which has no values to try.</summary>
    public bool IsUsers => Member.Name == "From";

    public static IReadOnlyList<Factory> Of(Type family)
    {
        const BindingFlags declared =
            BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return
        [
            .. family.GetProperties(declared).Where(property => property.PropertyType == family)
                .Select(property => new Factory(family, property)),
            // A row of the guide is about every form of a call; those for nullable values differ in nothing else.
            .. family.GetMethods(declared).Where(method => method.ReturnType == family && !method.IsSpecialName)
                .OrderBy(method => method.ToString()!.Contains("Nullable", StringComparison.Ordinal))
                .DistinctBy(method => (method.Name, string.Join(' ', method.GetParameters().Select(parameter => parameter.Name))))
                .Select(method => new Factory(family, method)),
        ];
    }

    public static Factory Named(string name) => Guide.Families.Values.SelectMany(Of).Single(factory => factory.Name == name);

    /// <summary>The arguments of a call with every default, and samples for what has none.</summary>
    public object[] DefaultArguments() =>
        [.. Parameters.Select(parameter => parameter.HasDefaultValue ? Default(parameter) : Samples[parameter.Name!])];

    /// <summary>The arguments of a call with no default.</summary>
    public object[] SampleArguments() => [.. Parameters.Select(parameter => Samples[parameter.Name!])];

    public object Make(object[] arguments) => Member is PropertyInfo property
        ? property.GetValue(null)!
        : Closed((MethodInfo)Member).Invoke(Target, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    public static object Default(ParameterInfo parameter) => parameter.ParameterType.IsEnum
        ? Enum.ToObject(parameter.ParameterType, parameter.DefaultValue!)
        : parameter.DefaultValue!;

    /// <summary>A method of any type of group or time, for ints.</summary>
    private static MethodInfo Closed(MethodInfo method) => method.IsGenericMethodDefinition ? method.MakeGenericMethod(typeof(int)) : method;

    private object? Target => ((MethodInfo)Member).IsStatic ? null : LearningRate.Constant(SampleRate);
}
