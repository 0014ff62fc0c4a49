// A model behind HTTP: dotnet run --project docs/service
// It predicts on any number of threads while it learns from examples, and reloads the file of its model when it changes.

using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using NeuralNet.Core;
using NeuralNet.Extensions.Hosting;
using NeuralNet.Service;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1 << 20);

builder.Services.AddPerceptron<float>(builder.Configuration.GetSection("Model"))
    .Configure(options => options.Path ??= Path.Combine(AppContext.BaseDirectory, "model.safetensors"))
    .WithModelCheck(ModelCheck.ThrowIfUnfit)
    .LearnOnline(
        _ => Iris.Train(Path.Combine(AppContext.BaseDirectory, "iris.csv")),
        options => builder.Configuration.GetSection("Learning").Bind(options));

// Each model that is loaded brings its own encoder.
builder.Services.AddSingleton(services => Flower.Columns.Bind(services.GetRequiredService<PerceptronHost<float>>()));

builder.Services.AddHealthChecks().AddPerceptronCheck<float>();
builder.Services.AddOpenApi();
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = BadInput.Explain);
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
builder.Services.ConfigureHttpJsonOptions(json => ServiceJson.Configure(json.SerializerOptions));
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

WebApplication app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = BadInput.StatusOf, SuppressDiagnosticsCallback = BadInput.IsNoFault });
app.UseStatusCodePages();
app.Use(BadInput.CheckCharsetAsync);
app.MapOpenApi();
app.MapHealthChecks("/health", new() { ResponseWriter = HealthAnswer.WriteAsync });

app.MapPost("/predict", Ok<PredictAnswer> (PredictRequest request, PerceptronHost<float> host) =>
    TypedResults.Ok(Predictions.Of(host.Current, request.Rows)))
    .WithSummary("Predicts the class of each row, with the probability of every class, with one version of the model.")
    .ProducesProblem((int)HttpStatusCode.BadRequest);

app.MapPost("/flowers", Flowers.Predict)
    .WithSummary("Predicts the species of each flower with its probability, with one version of the model; measurements may be missing (null).")
    .ProducesProblem((int)HttpStatusCode.BadRequest);

app.MapPost("/learn", Results<Accepted<LearnAnswer>, ProblemHttpResult> (
    LearnRequest request, PerceptronHost<float> host, PerceptronLearner<float> learner) =>
{
    int taken = Lessons.Enqueue(learner, host.Current.Model, request.Examples);
    return taken == request.Examples.Length
        ? TypedResults.Accepted((string?)null, new LearnAnswer(taken, learner.Waiting))
        : TypedResults.Problem(
            $"The first {taken} of {request.Examples.Length} examples were accepted, and the queue is full. Send the others again later.",
            statusCode: (int)HttpStatusCode.ServiceUnavailable);
})
    .WithSummary("Accepts examples to learn from; they are learned within about a second.")
    .ProducesProblem((int)HttpStatusCode.BadRequest);

app.MapGet("/model", (PerceptronHost<float> host, PerceptronLearner<float> learner) =>
    TypedResults.Ok(ModelAnswer.Of(host.Current, learner)))
    .WithSummary("Describes the current model.");

app.Run();
