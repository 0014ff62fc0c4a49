using System.Text.RegularExpressions;

namespace NeuralNet.Docs.Tests;

/// <summary>How the C# blocks of a document are written, for the tests and for the site.</summary>
internal static partial class ExampleText
{
    /// <summary>The usings that every program has.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Globalization;
        global using System.IO;
        global using System.Linq;
        global using System.Runtime.CompilerServices;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using NeuralNet.Core;
        """;

    /// <summary>A block, and the text block that follows it.</summary>
    [GeneratedRegex(@"^(?<shared><!-- shared -->\n)?(?<continued><!-- continued -->\n)?```csharp\n(?<code>.*?)^```\n(?:```text\n(?<output>.*?)^```$)?", RegexOptions.Multiline | RegexOptions.Singleline)]
    public static partial Regex Block();
}
