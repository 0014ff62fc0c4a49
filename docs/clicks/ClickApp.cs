using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace NeuralNet.ClickService;

/// <summary>The learner behind HTTP.</summary>
internal static class ClickApp
{
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1 << 14);
        ClickOptions options = builder.Configuration.GetSection("Clicks").Get<ClickOptions>() ?? new();
        builder.Services.AddSingleton(services => new ClickLearner(options, services.GetRequiredService<ILogger<ClickLearner>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<ClickLearner>());
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Explain);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        WebApplication app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : (int)HttpStatusCode.InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
        app.MapPost("/events", Ok<EventAnswer> ([FromBody] ClickEvent shown, ClickLearner learner) => TypedResults.Ok(learner.Learn(shown)));
        app.MapPost("/predict", Ok<PredictAnswer> ([FromBody] Visit visit, ClickLearner learner) => TypedResults.Ok(learner.Predict(visit)));
        app.MapGet("/model", Ok<ModelAnswer> (ClickLearner learner) => TypedResults.Ok(learner.Describe()));
        return app;
    }

    private static void Explain(ProblemDetailsContext context)
    {
        if (context.Exception is BadHttpRequestException bad)
        {
            context.ProblemDetails.Detail = bad.InnerException is JsonException json ? json.Message : bad.Message;
        }
    }

    /// <summary>Missing and unknown fields are errors. "NaN" is read, so that the check can name its field.</summary>
    private static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, ClickJson.Default);
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
    }
}
