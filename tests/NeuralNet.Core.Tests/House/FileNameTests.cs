namespace NeuralNet.Core.Tests.House;

public sealed class FileNameTests
{
    [Fact]
    public void Every_file_of_the_library_has_the_name_of_its_one_type() =>
        string.Join('\n', FileNameRule.Violations(LibraryCompilation.Library)).Should().BeEmpty();

    [Theory]
    [InlineData("Kernels/Wrong.cs", "class Right;", "Kernels/Wrong.cs declares Right")]
    [InlineData("right.cs", "class Right;", "right.cs declares Right")]
    [InlineData("Right.cs", "class Right<T>;", "Right.cs declares Right{T}")]
    [InlineData("Right{T}.cs", "class Right<T, U>;", "Right{T}.cs declares Right{T,U}")]
    [InlineData("Right.Part.cs", "class Right;", "Right.Part.cs declares Right")]
    [InlineData("Wrong.cs", "enum Right { One }", "Wrong.cs declares Right")]
    [InlineData("Wrong.cs", "delegate void Right();", "Wrong.cs declares Right")]
    [InlineData("Right.cs", "class Right; class Other;", "Right.cs declares 2 types: Right, Other")]
    [InlineData("Right.cs", "", "Right.cs declares 0 types: ")]
    public void A_file_with_another_name_is_found(string path, string source, string violation) =>
        FileNameRule.Violations(LibraryCompilation.Of((path, source))).Should().Equal(violation);

    [Theory]
    [InlineData("Right.cs", "namespace Made; class Right { class Nested; }")]
    [InlineData("Kernels/Right{T,U}.cs", "namespace Made { interface Right<T, U>; }")]
    [InlineData("Right{T}.cs", "partial class Right<T>;")]
    [InlineData("Right{T}.Part.cs", "partial class Right<T>;")]
    [InlineData("Right.cs", "record struct Right(int Value);")]
    public void A_file_with_the_name_of_its_type_is_none_to_complain_of(string path, string source) =>
        FileNameRule.Violations(LibraryCompilation.Of((path, source))).Should().BeEmpty();
}
