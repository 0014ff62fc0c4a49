// Learns clicks while it predicts them: dotnet run --project docs/clicks
using NeuralNet.ClickService;

ClickApp.Build(args).Run();
