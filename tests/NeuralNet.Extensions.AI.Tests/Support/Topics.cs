namespace NeuralNet.Extensions.AI.Tests.Support;

/// <summary>Short texts about two and three topics.</summary>
internal static class Topics
{
    public static string[] Texts { get; } =
    [
        "the team won the football match", "a goal in the last minute of the game", "the goalkeeper saved the penalty in the match",
        "the coach praised the football team", "players of the team trained for the game", "the striker scored a goal again",
        "boil the pasta in salted water", "fry the onions with butter and garlic", "bake the bread in a hot oven",
        "stir the soup and add salt", "chop the onions and boil the potatoes", "melt the butter and bake the cake in the oven",
        "the compiler reports a syntax error", "restart the server after the software update", "the database query is too slow",
        "the program crashed with an error", "update the software on the laptop", "the server stores data in a database",
    ];

    public static string[] Labels { get; } =
    [
        .. Enumerable.Repeat("sport", 6), .. Enumerable.Repeat("cooking", 6), .. Enumerable.Repeat("software", 6),
    ];

    public static string[] TwoTexts { get; } = Texts[..12];

    public static string[] TwoLabels { get; } = Labels[..12];

    /// <summary>Other texts, one of each topic.</summary>
    public static (string Text, string Label)[] New { get; } =
    [
        ("the football team scored another goal", "sport"),
        ("boil the onions with butter and salt", "cooking"),
        ("a software error in the database server", "software"),
    ];
}
