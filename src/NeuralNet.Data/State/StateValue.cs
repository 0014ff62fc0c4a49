using System.Text.Json;
using NeuralNet.Common;
using NeuralNet.Core;
using static System.FormattableString;

namespace NeuralNet.Data.State;

/// <summary>A value of a stored state, with its place for messages. Nothing in it is trusted.</summary>
internal readonly struct StateValue
{
    private readonly JsonElement _element;
    private readonly string _place;

    /// <summary>The word for an item of an array with its index; null if this is none. Its place is put together only for an error.</summary>
    private readonly string? _item;
    private readonly int _index;

    public StateValue(JsonElement element, string place)
    {
        _element = element;
        _place = place;
    }

    private StateValue(JsonElement element, string place, string item, int index)
        : this(element, place)
    {
        _item = item;
        _index = index;
    }

    public bool IsNull => _element.ValueKind == JsonValueKind.Null;

    private string Place => _item is null ? _place : Invariant($"{_place}, {_item} {_index},");

    /// <summary>Names the place and says what is wrong and the cure.</summary>
    public ModelFormatException Error(string problem, Exception? cause = null) => new(
        $"The stored encoder: {Place} {problem}. Fit and attach the encoder again, or load the file that belongs to this description.", cause);

    /// <summary>
    /// Returns the properties of an object, which must have these names in this order: so none is missing, unknown or there twice.
    /// </summary>
    public IReadOnlyList<StateValue> Properties(params ReadOnlySpan<string> names)
    {
        Expect(JsonValueKind.Object, "an object");
        var values = new StateValue[names.Length];
        int index = 0;
        foreach (JsonProperty property in _element.EnumerateObject())
        {
            if (index == names.Length)
            {
                throw Error(Invariant($"has more than its {names.Length} properties"));
            }

            if (!HasName(property, names[index]))
            {
                throw Error($"has another property where '{names[index]}' must be");
            }

            values[index] = new(property.Value, Inside(names[index]));
            index++;
        }

        return index == names.Length ? values : throw Error($"has no '{names[index]}'");
    }

    /// <summary>Returns the number of properties of an object.</summary>
    public int PropertyCount()
    {
        Expect(JsonValueKind.Object, "an object");
        return _element.GetPropertyCount();
    }

    /// <summary>Returns the number of items of an array.</summary>
    public int Count()
    {
        Expect(JsonValueKind.Array, "an array");
        return _element.GetArrayLength();
    }

    /// <summary>Returns the items of an array.</summary>
    /// <param name="most">The maximum number of items.</param>
    /// <param name="word">The word for an item with its index.</param>
    public IReadOnlyList<StateValue> Items(int most, string word)
    {
        int count = Count();
        if (count > most)
        {
            throw Error(Invariant($"has {count} items; {most} are possible"));
        }

        string place = Place;
        var items = new StateValue[count];
        int index = 0;
        foreach (JsonElement item in _element.EnumerateArray())
        {
            items[index] = new(item, place, word, index);
            index++;
        }

        return items;
    }

    /// <summary>Returns the same value under another name in messages.</summary>
    public StateValue At(string otherPlace) => new(_element, otherPlace);

    public string Text(int longest)
    {
        Expect(JsonValueKind.String, "a text");
        string text;
        try
        {
            text = _element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw Error("has half of a surrogate pair", exception);
        }

        return text.Length <= longest ? text : throw Error(Invariant($"has {text.Length} characters; {longest} are possible"));
    }

    public void ExpectText(string expected, string what)
    {
        string text = Text(int.MaxValue);
        if (text != expected)
        {
            throw Error($"is '{Shown.Text(text)}', but the description has {what} '{Shown.Text(expected)}' there");
        }
    }

    /// <summary>Returns a finite number in an interval.</summary>
    public double Number(double low = double.MinValue, double high = double.MaxValue)
    {
        Expect(JsonValueKind.Number, "a number");
        double number = _element.GetDouble();
        return number >= low && number <= high
            // Turns -0 into 0, as Fit does.
            ? number + 0.0
            : throw Error(double.IsFinite(number) ? Invariant($"is {number}, outside of [{low}, {high}]") : "is no finite number");
    }

    public bool Flag() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error("must be true or false"),
    };

    private static bool HasName(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            // The name has half of a surrogate pair, escaped, so it is no name of ours.
            return false;
        }
    }

    private string Inside(string name) => $"{Place} '{name}'";

    private void Expect(JsonValueKind kind, string what)
    {
        if (_element.ValueKind != kind)
        {
            throw Error($"must be {what}");
        }
    }
}
