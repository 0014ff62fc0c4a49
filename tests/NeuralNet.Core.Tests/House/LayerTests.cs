namespace NeuralNet.Core.Tests.House;

public sealed class LayerTests
{
    private const string Above = "namespace Made; public class Above { public static int Count; }";

    [Fact]
    public void Arrows_in_the_library_go_down_only() =>
        string.Join('\n', LayerRule.Violations(LibraryCompilation.Library)).Should().BeEmpty();

    [Theory]
    [InlineData("Losses", "Activations")]
    [InlineData("Optimizers", "Initializers")]
    [InlineData("Rates", "Optimizers")]
    [InlineData("Kernels", "Foundation")]
    [InlineData("Foundation", "Losses")]
    [InlineData("Common", "Foundation")]
    [InlineData("Prediction", "Training")]
    [InlineData("Training", "Prediction")]
    [InlineData("Training", "Evaluation")]
    public void A_wrong_arrow_is_found_with_file_line_and_symbol(string from, string to)
    {
        const string Below = """
            namespace Made;

            public class Below
            {
                public int Count() => Above.Count;
            }
            """;

        LayerRule.Violations(LibraryCompilation.Of(($"{from}/Below.cs", Below), ($"{to}/Above.cs", Above)))
            .Should().Equal($"{from}/Below.cs:5: {from} uses Above of {to}");
    }

    [Theory]
    [InlineData("Training", "Losses")]
    [InlineData("Training", "Rates")]
    [InlineData("Evaluation", "Training")]
    [InlineData("Evaluation", "Prediction")]
    [InlineData("Prediction", "Activations")]
    [InlineData("Foundation", "Kernels")]
    [InlineData("Foundation", "Common")]
    [InlineData("Kernels", "Kernels")]
    public void An_arrow_that_goes_down_is_none_to_complain_of(string from, string to) =>
        LayerRule.Violations(LibraryCompilation.Of(
            ($"{from}/Below.cs", "namespace Made; public class Below { public int Count() => Above.Count; }"),
            ($"{to}/Above.cs", Above))).Should().BeEmpty();

    [Theory]
    [InlineData("public Above? Field;")]
    [InlineData("public List<Above[]> Property => [];")]
    [InlineData("public void Method(Above above) { }")]
    [InlineData("public void Method<T>() where T : Above { }")]
    [InlineData("public class Nested : Above;")]
    [InlineData("public Type Method() => typeof(Above);")]
    [InlineData("public string Method() => nameof(Above);")]
    [InlineData("public object Method() => new Other().Hidden();")]
    [InlineData("public void Method() => Use(new Other().Hidden);")]
    public void An_arrow_is_found_in_whatever_form(string member)
    {
        string below = $"namespace Made; public class Below {{ {member} static void Use(Func<object> function) {{ }} }}";
        const string Other = "namespace Made; public class Other { public Above Hidden() => new(); }";

        LayerRule.Violations(LibraryCompilation.Of(("Kernels/Below.cs", below), ("Networks/Above.cs", Above), ("Networks/Other.cs", Other)))
            .Should().Contain(violation => violation.StartsWith("Kernels/Below.cs:1: Kernels uses Above of Networks") ||
                violation.StartsWith("Kernels/Below.cs:1: Kernels uses Other of Networks"));
    }

    [Fact]
    public void A_mention_in_documentation_is_no_arrow() =>
        LayerRule.Violations(LibraryCompilation.Of(
            ("Kernels/Below.cs", "namespace Made; /// <summary>See <see cref=\"Above\"/>.</summary>\npublic class Below;"),
            ("Networks/Above.cs", Above))).Should().BeEmpty();

    [Fact]
    public void A_file_in_the_root_is_found() =>
        LayerRule.Violations(LibraryCompilation.Of(("Above.cs", Above))).Should().Equal("Above.cs: a file of the root has no layer");

    [Fact]
    public void A_folder_without_a_layer_is_found() =>
        LayerRule.Violations(LibraryCompilation.Of(("Extras/Above.cs", Above)))
            .Should().Equal("Extras/Above.cs: the folder Extras has no layer");
}
