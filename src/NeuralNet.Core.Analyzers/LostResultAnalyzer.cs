using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace NeuralNet.Core.Analyzers;

/// <summary>
/// Warns if the result of a call on an immutable object is lost: <c>builder.WithStandardization();</c> does not change the builder. To
/// discard the result on purpose, write <c>_ = builder.WithStandardization();</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostResultAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The id of the warning, for suppressing it.</summary>
    public const string DiagnosticId = "NN0001";

    private static readonly DiagnosticDescriptor _rule = new(
        DiagnosticId,
        "The result of a call on an immutable object is lost",
        "The {0} is not changed by '{1}'; it returns a new one. Use the returned {0}.",
        "Usage",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Builders, learning rates and predictors are immutable: a call does not change them but returns a new one. Assign the result, continue the call chain, or discard it with '_ ='.");

    /// <summary>Immutable types. Their methods that return the type itself return a new object.</summary>
    private static readonly (string Type, string Word)[] _immutable =
    [
        ("NeuralNet.Core.PerceptronBuilder`1", "builder"),
        ("NeuralNet.Core.LearningRate", "learning rate"),
        ("NeuralNet.Core.FrozenPerceptron`1", "predictor"),
        ("NeuralNet.Data.RowEncoder`1", "encoder"),
    ];

    /// <summary>Methods of the network that return another object and do not change the network.</summary>
    private static readonly string[] _ofNetwork = ["Clone", "Freeze"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(_rule);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        (INamedTypeSymbol? Type, string Word)[] types =
            [.. _immutable.Select(pair => (context.Compilation.GetTypeByMetadataName(pair.Type), pair.Word))];
        INamedTypeSymbol? network = context.Compilation.GetTypeByMetadataName("NeuralNet.Core.Perceptron`1");
        context.RegisterOperationAction(operation => Check(operation, types, network), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, (INamedTypeSymbol? Type, string Word)[] types, INamedTypeSymbol? network)
    {
        var invocation = (IInvocationOperation)context.Operation;
        IMethodSymbol method = invocation.TargetMethod;
        if (!method.IsStatic && IsLost(invocation) && WordOf(method, types, network) is { } word)
        {
            context.ReportDiagnostic(Diagnostic.Create(_rule, invocation.Syntax.GetLocation(), word, method.Name));
        }
    }

    /// <summary>
    /// Checks whether a call is a statement, or the body of a lambda or method without a result, alone or after <c>?.</c>
    /// </summary>
    private static bool IsLost(IOperation operation)
    {
        while (operation.Parent is IConditionalAccessOperation access && access.WhenNotNull == operation)
        {
            operation = access;
        }

        return operation.Parent is IExpressionStatementOperation;
    }

    /// <summary>Returns the word for the object that the call does not change; null if the result may be lost.</summary>
    private static string? WordOf(IMethodSymbol method, (INamedTypeSymbol? Type, string Word)[] types, INamedTypeSymbol? network)
    {
        INamedTypeSymbol owner = method.ContainingType.OriginalDefinition;
        if (Same(owner, network))
        {
            return _ofNetwork.Contains(method.Name) ? "network" : null;
        }

        return Array.Find(types, pair => Same(owner, pair.Type) && Same(method.ReturnType.OriginalDefinition, pair.Type)).Word;
    }

    private static bool Same(ISymbol one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
