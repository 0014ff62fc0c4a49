using NeuralNet.Data.Tests.Support;

namespace NeuralNet.Data.Tests;

/// <summary>Columns are named after the text of their delegates.</summary>
public sealed class NameTests
{
    [Fact]
    public void A_plain_property_is_the_name()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>()
            .Number(c => c.Age)
            .Number((Customer it) => it.Visits)
            .Number(static customer => customer.Charges)
            .Category(c => c.Home.City)
            .Category(c => c.Home!.City, name: "Town")
            .Category(c => c.Contract!)
            .Cross(c => c.Contract, c => c.Home.City);

        description.ColumnNames.Should().Equal("Age", "Visits", "Charges", "Home.City", "Town", "Contract", "Contract x Home.City");
    }

    [Fact]
    public void Anything_else_needs_a_name()
    {
        RowEncoder<Customer> empty = RowEncoder.For<Customer>();

        empty.Invoking(it => it.Number(c => c.Age + 1)).Should().Throw<ArgumentException>().WithMessage("*'c => c.Age + 1'*name: *");
        empty.Invoking(it => it.Category(c => c.Contract!.ToUpperInvariant())).Should().Throw<ArgumentException>();
        empty.Invoking(it => it.Category(_ => "x")).Should().Throw<ArgumentException>();
        empty.Invoking(it => it.Cross(c => c.Contract, _ => "x")).Should().Throw<ArgumentException>().WithMessage("*secondName*");
        empty.Number(c => c.Age + 1, name: "next age").ColumnNames.Should().Equal("next age");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void A_name_that_a_network_can_not_have_is_rejected(string? name) =>
        FluentActions.Invoking(() => RowEncoder.For<Customer>().Number(c => c.Visits, name: name!)).Should().Throw<ArgumentException>();

    [Fact]
    public void A_name_that_is_too_long_is_rejected() =>
        FluentActions.Invoking(() => RowEncoder.For<Customer>().Number(c => c.Visits, name: new('x', 201))).Should().Throw<ArgumentException>().WithMessage("*201*200*");

    [Fact]
    public void Half_a_character_in_a_name_is_rejected() =>
        FluentActions.Invoking(() => RowEncoder.For<Customer>().Number(c => c.Visits, name: "\uD800")).Should().Throw<ArgumentException>().WithMessage("*surrogate*");

    [Fact]
    public void Two_inputs_of_the_same_name_are_rejected_with_the_columns()
    {
        Customer[] records = Customers.Random(1, 20);
        RowEncoder<Customer> twice = RowEncoder.For<Customer>().Number(c => c.Visits).Number(c => c.Visits, NumberTransform.Log);
        RowEncoder<Customer> hidden = RowEncoder.For<Customer>().Category(c => c.Contract).Number(c => c.Visits, name: "Contract=monthly");

        twice.Invoking(it => it.Fit(records)).Should().Throw<InvalidOperationException>().WithMessage("*'Visits'*name: *");
        hidden.Invoking(it => it.Fit(records)).Should().Throw<InvalidOperationException>().WithMessage("*'Contract=monthly'*'Contract'*");
    }
}
