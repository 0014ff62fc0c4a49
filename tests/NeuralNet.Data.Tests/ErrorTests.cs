using NeuralNet.Data.Tests.Support;

namespace NeuralNet.Data.Tests;

/// <summary>Errors name row, column, value and cure, and nothing is half fitted.</summary>
public sealed class ErrorTests
{
    private static readonly Customer _good = new() { Age = 30, Contract = "monthly", Rating = "low", Since = DateTime.UnixEpoch };

    public static TheoryData<string, string> Wrong => new()
    {
        { "missing number", "Row 2, column 'Age': *null*Missing.Median*" },
        { "NaN", "Row 2, column 'Age': *NaN*finite*" },
        { "infinity", "Row 2, column 'Charges': *Infinity*finite*" },
        { "no logarithm", "Row 2, column 'Balance': *-5*above -1*Clip*" },
        { "no level", "Row 2, column 'Rating': *'enormous'*'low', 'high'*" },
        { "missing level", "Row 2, column 'Rating': *null*" },
        { "missing category", "Row 2, column 'Contract': *null*refuseMissing*" },
        { "long category", "Row 2, column 'Contract': *1001*1000*" },
        { "half character", "Row 2, column 'Contract': *surrogate*" },
        { "missing date", "Row 2, column 'Since': *null*" },
        { "missing bucket", "Row 2, column 'Age': *null*" },
        { "NaN bucket", "Row 2, column 'Age': *NaN*finite*" },
        { "delegate", "Row 2, column 'broken': *InvalidOperationException*u000A*" },
        { "null", "Row 2: *null*" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_record_is_rejected_with_row_column_value_and_cure(string what, string message)
    {
        (RowEncoder<Customer> description, Customer? wrong) = Case(what);

        RecordException fitting = description.Invoking(it => it.Fit([_good, _good, wrong!])).Should().Throw<RecordException>().WithMessage(message).Which;
        fitting.Row.Should().Be(2);
        fitting.Column.Should().Be(what == "null" ? null : description.ColumnNames[0]);

        if (what is not ("long category" or "half character"))
        {
            FittedEncoder<Customer> fitted = description.Fit([_good]);
            fitted.Invoking(it => it.Encode<double>([_good, _good, wrong!])).Should().Throw<RecordException>().WithMessage(message);
            RecordException alone = fitted.Invoking(it => it.Row(wrong!)).Should().Throw<RecordException>().Which;
            alone.Row.Should().BeNull();
            alone.Message.Should().NotContain("Row");
        }
    }

    [Theory]
    [InlineData("missing number", "the record has no value (null), and missing values are refused.")]
    [InlineData("NaN", "the number is NaN; it must be finite.")]
    [InlineData("infinity", "the number is Infinity; it must be finite.")]
    [InlineData("no logarithm", "the number is -5; it must be above -1.")]
    [InlineData("no level", "the value is 'enormous'; it must be one of the levels 'low', 'high'.")]
    [InlineData("missing category", "the record has no value (null or empty), and missing values are refused.")]
    [InlineData("delegate", "the value can't be read.")]
    [InlineData("null", "the record itself is null.")]
    public void The_problem_is_told_to_a_sender_without_place_and_code(string what, string problem)
    {
        (RowEncoder<Customer> description, Customer? wrong) = Case(what);

        RecordException error = description.Fit([_good]).Invoking(it => it.Row(wrong!)).Should().Throw<RecordException>().Which;

        error.Problem.Should().Be(problem);
        error.Message.Length.Should().BeGreaterThan(problem.Length, "it has the place and the cure too");
    }

    [Fact]
    public void The_problem_of_an_unknown_category_lists_the_first_known_ones()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Category(c => c.Contract);
        string Problem(int categories) => description.Fit(Enumerable.Range(0, categories).Select(index => new Customer { Contract = $"{index:D2}" }))
            .Invoking(it => it.Row(new() { Contract = "other" })).Should().Throw<RecordException>().Which.Problem;

        Problem(2).Should().Be("the value is 'other', which is not one of the 2 categories of the training: '00', '01'.");
        Problem(11).Should().EndWith("11 categories of the training: '00', '01', '02', '03', '04', '05', '06', '07', '08', '09' and others.");
    }

    [Fact]
    public void The_exception_of_a_delegate_is_kept() =>
        Case("delegate").Description.Invoking(it => it.Fit([_good, _good, new() { Visits = -1 }]))
            .Should().Throw<RecordException>().WithInnerException<InvalidOperationException>();

    [Fact]
    public void An_unknown_category_is_rejected_by_default()
    {
        FittedEncoder<Customer> fitted = RowEncoder.For<Customer>().Category(c => c.Contract).Cross(c => c.Contract, c => c.Payment, UnknownCategory.Zeros)
            .Fit([_good]);

        fitted.Invoking(it => it.Encode<float>([_good, new Customer { Contract = "week\nly" }])).Should().Throw<RecordException>()
            .WithMessage("Row 1, column 'Contract': *'week\\u000Aly'*1 category of the training: 'monthly'. *UnknownCategory.Zeros*");
        RowEncoder.For<Customer>().Cross(c => c.Contract, c => c.Payment).Fit([_good]).Invoking(it => it.Row(new() { Payment = "card" }))
            .Should().Throw<RecordException>().WithMessage("Column 'Contract x Payment': *missing (null or empty) with 'card'*");
    }

    [Fact]
    public void A_number_beyond_the_range_of_float_is_rejected_for_float_alone()
    {
        FittedEncoder<Customer> fitted = RowEncoder.For<Customer>().Number(c => c.Age).Fit([_good]);
        Customer huge = new() { Age = 1e300 };

        fitted.Row(huge).Should().Equal(1e300);
        fitted.Invoking(it => it.Encode<float>([huge])).Should().Throw<RecordException>().WithMessage("Column 'Age': *1E+300*float*");
        RowEncoder.For<Customer>().Date(c => c.Since, DateParts.Year, Missing.Constant(1e300)).Fit([_good]).Invoking(it => it.Encode<float>([huge]))
            .Should().Throw<RecordException>().WithMessage("Column 'Since': *1E+300*float*");
        fitted.Invoking(it => it.Encode<Half>([huge])).Should().Throw<ArgumentException>().WithMessage("*Half*");
    }

    [Fact]
    public void More_categories_than_allowed_are_rejected()
    {
        Customer[] records = [.. Enumerable.Range(0, 12).Select(index => new Customer { Contract = $"id {index / 2}" })];

        RowEncoder.For<Customer>().Category(c => c.Contract, maximumCategories: 5).Invoking(it => it.Fit(records))
            .Should().Throw<RecordException>().WithMessage("Row 10, column 'Contract': *more than 5*minimumCount*");
        RowEncoder.For<Customer>().Category(c => c.Contract, minimumCount: 2, maximumCategories: 5).Invoking(it => it.Fit(records))
            .Should().Throw<RecordException>().WithMessage("Column 'Contract': *6 categories*5*");
        RowEncoder.For<Customer>().Category(c => c.Contract, minimumCount: 3, maximumCategories: 5).Fit(records)
            .FeatureNames.Should().Equal("Contract is rare");
    }

    [Fact]
    public void Without_records_values_or_columns_nothing_is_fitted()
    {
        RowEncoder.For<Customer>().Number(c => c.Visits).Invoking(it => it.Fit([])).Should().Throw<RecordException>().WithMessage("*no records*");
        RowEncoder.For<Customer>().Invoking(it => it.Fit([_good])).Should().Throw<InvalidOperationException>().WithMessage("*no columns*");
        RowEncoder.For<Customer>().Number(c => c.Balance, Missing.Mean).Invoking(it => it.Fit([_good]))
            .Should().Throw<RecordException>().WithMessage("Column 'Balance': *no value*");
        RowEncoder.For<Customer>().Buckets(c => c.Balance).Invoking(it => it.Fit([_good])).Should().Throw<RecordException>().WithMessage("Column 'Balance': *");
        RowEncoder.For<Customer>().Date(c => c.Since, DateParts.Year, Missing.Mean).Invoking(it => it.Fit([new()]))
            .Should().Throw<RecordException>().WithMessage("Column 'Since': *no value*");
        RowEncoder.For<Customer>().Category(c => c.Contract, dropFirst: true).Invoking(it => it.Fit([_good]))
            .Should().Throw<InvalidOperationException>().WithMessage("*no inputs*dropFirst*");
    }

    [Fact]
    public void A_missing_bucket_that_Fit_never_saw_is_rejected() =>
        RowEncoder.For<Customer>().Buckets(c => c.Age).Fit([_good]).Invoking(it => it.Row(new())).Should().Throw<RecordException>().WithMessage("*all records of the training had one*");

    [Fact]
    public void A_lower_quantile_without_a_logarithm_is_rejected() =>
        RowEncoder.For<Customer>().Number(c => c.Age, transform: NumberTransform.ClipToQuantiles(0).ThenLog())
            .Invoking(it => it.Fit([_good, new() { Age = -3 }])).Should().Throw<RecordException>().WithMessage("*quantile is -3*");

    [Fact]
    public void A_destination_that_is_too_short_is_rejected()
    {
        FittedEncoder<Customer> fitted = RowEncoder.For<Customer>().Number(c => c.Visits).Flag(c => c.IsSenior, Missing.Mean).Fit([_good with { IsSenior = true }]);

        fitted.Invoking(it => it.Encode(_good, new float[1].AsSpan())).Should().Throw<ArgumentException>().WithMessage("destination has 1*2*");
        fitted.Invoking(it => it.Encode([_good, _good], new float[3].AsSpan())).Should().Throw<ArgumentException>().WithMessage("destination has 3*4*");
    }

    [Fact]
    public void Descriptions_that_contradict_themselves_are_rejected()
    {
        RowEncoder<Customer> empty = RowEncoder.For<Customer>();

        empty.Invoking(it => it.Number(c => c.Age, indicator: true)).Should().Throw<ArgumentException>().WithMessage("*always be 0*");
        empty.Invoking(it => it.Number(c => c.Age, Missing.Constant(-1), transform: NumberTransform.Log)).Should().Throw<ArgumentException>().WithMessage("*-1*");
        empty.Invoking(it => it.Category(c => c.Contract, UnknownCategory.Zeros, dropFirst: true)).Should().Throw<ArgumentException>().WithMessage("*dropFirst*");
        empty.Invoking(it => it.Category(c => c.Contract, (UnknownCategory)7)).Should().Throw<ArgumentOutOfRangeException>();
        empty.Invoking(it => it.Category(c => c.Contract, minimumCount: 0)).Should().Throw<ArgumentOutOfRangeException>();
        empty.Invoking(it => it.Category(c => c.Contract, maximumCategories: 100_001)).Should().Throw<ArgumentOutOfRangeException>();
        empty.Invoking(it => it.Buckets(c => c.Age, count: 1)).Should().Throw<ArgumentOutOfRangeException>();
        empty.Invoking(it => it.Ordered(c => c.Rating, ["low"])).Should().Throw<ArgumentException>().WithMessage("*at least two*");
        empty.Invoking(it => it.Ordered(c => c.Rating, ["low", "low"])).Should().Throw<ArgumentException>().WithMessage("*twice*");
        empty.Invoking(it => it.Ordered(c => c.Rating, ["low", null!])).Should().Throw<ArgumentException>();
        empty.Invoking(it => it.Date(c => c.Since, DateParts.None)).Should().Throw<ArgumentException>();
        empty.Invoking(it => it.Date(c => c.Since, (DateParts)256)).Should().Throw<ArgumentException>();
        empty.Invoking(it => it.Date(c => DateOnly.MinValue, DateParts.TimeOfDayCyclic, name: "x")).Should().Throw<ArgumentException>().WithMessage("*DateOnly*");
        FluentActions.Invoking(() => Missing.Constant(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => NumberTransform.Clip(1, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => NumberTransform.Clip(double.NegativeInfinity, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => NumberTransform.ClipToQuantiles(0.5, 0.5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => NumberTransform.ClipToQuantiles(-0.1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => NumberTransform.Clip(-1, 1).ThenLog()).Should().Throw<InvalidOperationException>();
    }

    private static (RowEncoder<Customer> Description, Customer? Wrong) Case(string what)
    {
        RowEncoder<Customer> empty = RowEncoder.For<Customer>();
        return what switch
        {
            "missing number" => (empty.Number(c => c.Age), new()),
            "NaN" => (empty.Number(c => c.Age, Missing.Mean), new() { Age = double.NaN }),
            "infinity" => (empty.Number(c => c.Charges), new() { Charges = float.PositiveInfinity }),
            "no logarithm" => (empty.Number(c => c.Balance, Missing.Constant(0), transform: NumberTransform.Log), new() { Balance = -5 }),
            "no level" => (empty.Ordered(c => c.Rating, ["low", "high"]), new() { Rating = "enormous" }),
            "missing level" => (empty.Ordered(c => c.Rating, ["low", "high"]), new()),
            "missing category" => (empty.Category(c => c.Contract, refuseMissing: true), new()),
            "long category" => (empty.Category(c => c.Contract), new() { Contract = new('x', 1001) }),
            "half character" => (empty.Category(c => c.Contract), new() { Contract = "\uDC00" }),
            "missing date" => (empty.Date(c => c.Since, DateParts.Year), new()),
            "missing bucket" => (empty.Buckets(c => c.Age, refuseMissing: true), new()),
            "NaN bucket" => (empty.Buckets(c => c.Age), new() { Age = double.NaN }),
            "delegate" => (empty.Number(c => c.Visits < 0 ? throw new InvalidOperationException("two\nlines") : c.Visits, name: "broken"), new() { Visits = -1 }),
            _ => (empty.Number(c => c.Visits), null),
        };
    }

    [Fact]
    public void The_error_of_many_records_is_that_of_the_first_wrong_row_in_its_first_wrong_column()
    {
        RowEncoder<double?[]> description = RowEncoder.For<double?[]>().Number(r => r[0], name: "a").Number(r => r[1], name: "b").Number(r => 1 / (r.Length > 2 ? r[2] : 1), name: "c");
        FittedEncoder<double?[]> fitted = description.Fit([[1, 1, 1]]);
        for (int wrong = 0; wrong < 40; wrong++)
        {
            double?[][] records = [.. Enumerable.Range(0, 60).Select(_ => new double?[] { 1, 1, 1 })];
            records[wrong] = [1, double.NaN, null];
            records[wrong + 1] = [null, 1, 1];
            records[wrong + 2] = [];
            records[wrong + 3] = null!;

            RecordException error = FluentActions.Invoking(() => fitted.Encode<float>(records)).Should().Throw<RecordException>().Which;

            (error.Row, error.Column).Should().Be((wrong, "b"));
            records[wrong] = [1, 1];
            error = FluentActions.Invoking(() => fitted.Encode<float>(records)).Should().Throw<RecordException>().Which;
            (error.Row, error.Column).Should().Be((wrong + 1, "a"));
            records[wrong + 1] = [1, 1];
            error = FluentActions.Invoking(() => fitted.Encode<float>(records)).Should().Throw<RecordException>().Which;
            (error.Row, error.Column, error.InnerException).Should().Match<(long?, string?, Exception?)>(
                it => it.Item1 == wrong + 2 && it.Item2 == "a" && it.Item3 is IndexOutOfRangeException);
            records[wrong + 2] = [1, 1];
            error = FluentActions.Invoking(() => fitted.Encode<float>(records)).Should().Throw<RecordException>().Which;
            (error.Row, error.Column).Should().Be((wrong + 3, null));
        }
    }
}
