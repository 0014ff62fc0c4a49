using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.House;

/// <summary>What the tables of docs/guide.md say of members, defaults and intervals is what the library has.</summary>
public sealed partial class GuideTests
{
    public static TheoryData<string> Families => [.. Guide.Families.Keys];

    public static TheoryData<string, Type> MetricTables => new()
    {
        { "Metrics of classes", typeof(ClassificationMetrics) },
        { "Metrics of several labels", typeof(MultiLabelMetrics) },
        { "Metrics of numbers", typeof(RegressionMetrics) },
        { "Metrics of a stream of classes", typeof(ProgressiveClassification) },
        { "Metrics of a stream of numbers", typeof(ProgressiveRegression) },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_member_has_a_row_and_every_row_a_member(string family)
    {
        Names(family).Should().BeEquivalentTo(Factory.Of(Guide.Families[family]).Select(factory => factory.Name));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_row_has_the_parameters_and_defaults_of_its_call(string family)
    {
        foreach ((string name, string cell) in Parameters(family))
        {
            Factory factory = Factory.Named(name);
            IReadOnlyList<ParameterText> written = ParameterText.Read(cell);
            written.Select(parameter => parameter.Name).Should()
                .Equal(factory.Parameters.Select(parameter => parameter.Name), $"these are the parameters of {name}");
            foreach ((ParameterText text, ParameterInfo parameter) in written.Zip(factory.Parameters))
            {
                (text.Default is not null).Should().Be(parameter.HasDefaultValue, $"so it is with {name}({text.Name})");
                if (text.Default is not null)
                {
                    Parsed(text.Default, parameter.ParameterType).Should()
                        .Be(Factory.Default(parameter), $"this is the default of {name}({text.Name})");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void An_interval_holds_what_is_accepted_and_nothing_else(string family)
    {
        foreach ((string name, string cell) in Parameters(family))
        {
            Factory factory = Factory.Named(name);
            if (factory.IsUsers)
            {
                continue;
            }

            foreach ((int index, ParameterText text) in ParameterText.Read(cell).Index())
            {
                Type type = factory.Parameters[index].ParameterType;
                if (type.IsEnum)
                {
                    text.Words.Should().Be(string.Join(" or ", Enum.GetNames(type)));
                    Try(factory, index, [.. Enum.GetValues(type)], [Enum.ToObject(type, 99)]);
                }
                else if (type.IsPrimitive)
                {
                    text.Interval.Should().NotBeNull($"{name}({text.Name}) takes numbers of an interval");
                    (object[] inside, object[] outside) = text.Interval!.Around(type, other => ValueOf(factory, other));
                    Try(factory, index, inside, outside);
                }
            }
        }
    }

    [Fact]
    public void A_loss_has_the_link_and_the_targets_of_its_row()
    {
        foreach (IReadOnlyDictionary<string, string> row in Guide.Table("Losses"))
        {
            Factory factory = Factory.Named(MarkdownTable.Code(row["call"]));
            if (factory.IsUsers)
            {
                continue;
            }

            var loss = (Loss)factory.Make(factory.DefaultArguments());
            (row["output activation"], row["targets"]).Should().Be(
                factory.Parameters.Any(parameter => parameter.ParameterType == typeof(Activation))
                    ? ("the activation", "its range")
                    : (loss.OutputActivation.Name, loss.Targets.ToString()),
                $"so it is with {factory.Name}");
        }
    }

    [Fact]
    public void Half_squared_error_has_the_link_and_the_range_of_the_activation_it_goes_through()
    {
        foreach (Activation activation in (Activation[])[Activation.Sigmoid, Activation.Tanh, Activation.ReLU, Activation.Exp])
        {
            Loss loss = Loss.HalfSquaredErrorThrough(activation);

            loss.OutputActivation.Should().BeSameAs(activation);
            loss.Targets.ToString().Should().Be(activation.Range.ToString());
        }
    }

    [Fact]
    public void An_activation_has_the_name_and_the_range_of_its_row()
    {
        foreach (IReadOnlyDictionary<string, string> row in Guide.Table("Activations"))
        {
            Factory factory = Factory.Named(MarkdownTable.Code(row["call"]));
            if (!factory.IsUsers)
            {
                var activation = (Activation)factory.Make([]);
                (row["name"], row["range"]).Should().Be((activation.Name, activation.Range.ToString()));
            }
        }
    }

    [Fact]
    public void An_optimizer_does_not_go_with_what_its_row_says()
    {
        foreach ((string name, string cell) in Guide.Column("Optimizers", "not with"))
        {
            Factory factory = Factory.Named(name);
            OptimizerLimits limits =
                factory.IsUsers ? OptimizerLimits.None : ((Optimizer)factory.Make(factory.DefaultArguments())).Limits;
            string?[] refused =
            [
                limits.UsesLearningRate ? null : "learning rate",
                limits.NoPenalty is null ? null : "penalty",
                limits.NoL1Penalty is null ? null : "L1 penalty",
                limits.NoClipping is null ? null : "clipping",
                limits.NoAveraging is null ? null : "averaging",
                limits.NoSteps is null ? null : "`Learn`",
                limits.BatchSize is null ? null : "a batch size",
                limits.NeedsCurvature ? "losses without a known curvature or kinks" : null,
            ];
            cell.Should().Be(string.Join(", ", refused.Where(part => part is not null)), $"so it is with {name}");
        }
    }

    [Fact]
    public void Training_options_have_the_defaults_and_the_intervals_of_their_rows()
    {
        var fresh = new TrainingOptions();
        PropertyInfo[] properties =
            typeof(TrainingOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Names("Training options").Should().BeEquivalentTo(properties.Select(property => property.Name));
        foreach (IReadOnlyDictionary<string, string> row in Guide.Table("Training options"))
        {
            PropertyInfo property = properties.Single(property => property.Name == MarkdownTable.Code(row["option"]));
            row["default"].Should().Be(Text(property.GetValue(fresh)), $"so it is with {property.Name}");
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type == typeof(bool))
            {
                row["values"].Should().Be("yes or no");
                continue;
            }

            (object[] inside, object[] outside) =
                IntervalText.Read(row["values"]).Around(type == typeof(TimeSpan) ? typeof(int) : type, name => throw new ArgumentException(name));
            foreach (object value in inside)
            {
                property.Invoking(set => Set(set, value)).Should().NotThrow($"{property.Name} may be {value}");
            }

            foreach (object value in outside)
            {
                property.Invoking(set => Set(set, value)).Should()
                    .Throw<ArgumentOutOfRangeException>($"{property.Name} can't be {value}");
            }
        }

        static void Set(PropertyInfo property, object value) => property.SetValue(
            new TrainingOptions(),
            property.PropertyType == typeof(TimeSpan?) ? TimeSpan.FromTicks((int)value) : value,
            BindingFlags.DoNotWrapExceptions,
            null,
            null,
            null);
    }

    [Fact]
    public void Every_reason_to_stop_has_a_row()
    {
        Names("Why a training ended").Should().BeEquivalentTo(Enum.GetNames<StopReason>());
    }

    [Fact]
    public void A_description_has_the_settings_and_the_defaults_of_its_rows()
    {
        PerceptronBuilder<double> fresh = Perceptron.WithInputs<double>(3);
        PropertyInfo[] settings =
            [.. typeof(PerceptronBuilder<double>).GetProperties().Where(property => property.Name != nameof(fresh.InputCount))];
        Names("Settings of a network").Should().BeEquivalentTo(settings.Select(property => property.Name));
        foreach ((string name, string cell) in Guide.Column("Settings of a network", "default"))
        {
            cell.Should().Be(Text(settings.Single(property => property.Name == name).GetValue(fresh)), $"so it is with {name}");
        }
    }

    [Fact]
    public void Every_call_that_describes_a_network_stands_beside_the_setting_it_sets()
    {
        IEnumerable<string> calls = Guide.Column("Settings of a network", "set by")
            .SelectMany(row => CodeSpan().Matches(row.Cell).Select(match => match.Groups[1].Value))
            .Distinct();

        calls.Should().BeEquivalentTo(typeof(PerceptronBuilder<double>).GetMethods()
            .Where(method => method.ReturnType == typeof(PerceptronBuilder<double>))
            .Select(method => method.Name).Distinct());
    }

    [Fact]
    public void Every_way_to_begin_has_a_row()
    {
        Names("Where to begin").Should().BeEquivalentTo(typeof(Perceptron)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType.Name.StartsWith("PerceptronBuilder", StringComparison.Ordinal))
            .Select(method => $"Perceptron.{method.Name}"));
        foreach (IReadOnlyDictionary<string, string> row in Guide.Table("Where to begin"))
        {
            MethodInfo method = typeof(Perceptron).GetMethod(MarkdownTable.Code(row["call"]).Split('.')[1])!
                .MakeGenericMethod(typeof(double));
            object[] three = [.. method.GetParameters().Select(_ => (object)3)];
            row["loss"].Should().Be(((PerceptronBuilder<double>)method.Invoke(null, three)!).Loss.Name);
        }
    }

    [Theory]
    [MemberData(nameof(MetricTables))]
    public void Every_metric_has_a_row(string heading, Type type)
    {
        Names(heading).Should().BeEquivalentTo(
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name));
    }

    [Fact]
    public void Every_default_has_a_row_with_its_value_and_its_reason()
    {
        IEnumerable<string> expected = typeof(Defaults).GetFields()
            .Select(field => $"{field.Name} = {Text(field.GetValue(null))}: {Reasons()[field.Name]}");

        Guide.Table("Every default").Select(row => $"{MarkdownTable.Code(row["default"])} = {row["value"]}: {row["reason"]}")
            .Should().BeEquivalentTo(expected);
    }

    [Fact]
    public void Nothing_is_named_that_does_not_exist()
    {
        Type[] types = typeof(Loss).Assembly.GetExportedTypes();
        string[] unknown =
        [
            .. Member().Matches(File.ReadAllText(Guide.Path))
                .Select(match => (Type: match.Groups["type"].Value, Member: match.Groups["member"].Value))
                .Where(name => types.Any(type => type.Name.Split('`')[0] == name.Type))
                .Where(name => !types.Where(type => type.Name.Split('`')[0] == name.Type)
                    .Any(type => type.GetMember(name.Member).Length > 0))
                .Select(name => $"{name.Type}.{name.Member}"),
        ];

        unknown.Should().BeEmpty();
    }

    private static IEnumerable<string> Names(string heading) =>
        Guide.Table(heading).Select(row => MarkdownTable.Code(row.Values.First()));

    private static IEnumerable<(string Name, string Cell)> Parameters(string family) =>
        Guide.Table(family)[0].ContainsKey("parameters")
            ? Guide.Column(family, "parameters")
            : Names(family).Where(name => !Factory.Named(name).IsUsers).Select(name => (name, string.Empty));

    private static void Try(Factory factory, int index, object[] inside, object[] outside)
    {
        foreach (object value in inside)
        {
            object[] arguments = With(factory, index, value);
            factory.Invoking(tried => tried.Make(arguments)).Should()
                .NotThrow($"{factory.Name} takes {value} as {factory.Parameters[index].Name}");
        }

        foreach (object value in outside)
        {
            object[] arguments = With(factory, index, value);
            factory.Invoking(tried => tried.Make(arguments)).Should()
                .Throw<ArgumentException>($"{factory.Name} does not take {value} as {factory.Parameters[index].Name}");
        }
    }

    private static object[] With(Factory factory, int index, object value)
    {
        object[] arguments = factory.DefaultArguments();
        arguments[index] = value;
        return arguments;
    }

    /// <summary>The number that an interval names, or how many values a list has.</summary>
    private static double ValueOf(Factory factory, string parameter)
    {
        object value = factory.DefaultArguments()[factory.Parameters.Index().Single(item => item.Item.Name == parameter).Index];
        return value is Array list ? list.Length : Convert.ToDouble(value, CultureInfo.InvariantCulture);
    }

    private static object Parsed(string text, Type type) => type.IsEnum
        ? Enum.Parse(type, text)
        : Convert.ChangeType(double.Parse(text, CultureInfo.InvariantCulture), type, CultureInfo.InvariantCulture);

    /// <summary>A value as the guide writes it.</summary>
    private static string Text(object? value) => value switch
    {
        IReadOnlyDictionary<string, string> { Count: 0 } => "none",
        null => "none",
        bool flag => flag ? "yes" : "no",
        InitialWeights weights => ReferenceEquals(weights, InitialWeights.Zeros) ? "zeros" : "others",
        double number when number > 0 && number < 1e-3 => number.ToString("0e-0", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The summary of every constant, as one line.</summary>
    private static Dictionary<string, string> Reasons() =>
        Constant().Matches(File.ReadAllText(Repository.PathOf("src", "NeuralNet.Core", "Foundation", "Defaults.cs")))
            .ToDictionary(
                match => match.Groups["name"].Value,
                match => LineStart().Replace(match.Groups["summary"].Value, " ").Trim());

    [GeneratedRegex(
        @"<summary>(?<summary>(?:(?!<summary>).)*?)</summary>\s*public const \w+ (?<name>\w+) =", RegexOptions.Singleline)]
    private static partial Regex Constant();

    [GeneratedRegex(@"\s*///\s*")]
    private static partial Regex LineStart();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\b(?<type>[A-Z]\w+)(?:<\w+>)?\.(?<member>[A-Z]\w+)")]
    private static partial Regex Member();
}
