namespace NeuralNet.Service;

/// <summary>Rows to predict.</summary>
/// <param name="Rows">The rows <c>[rows][inputs]</c>, in the order of the model's features.</param>
internal sealed record PredictRequest(float[][] Rows);

/// <summary>The predictions of one version of the model.</summary>
/// <param name="Version">The version.</param>
/// <param name="Predictions">The prediction of each row.</param>
internal sealed record PredictAnswer(long Version, Prediction[] Predictions);

/// <summary>The prediction of a row.</summary>
/// <param name="Class">The name of the likeliest class.</param>
/// <param name="Probabilities">The probability of each class, by its name.</param>
internal sealed record Prediction(string Class, Dictionary<string, float> Probabilities);

/// <summary>Flowers to predict.</summary>
/// <param name="Flowers">The flowers.</param>
internal sealed record FlowersRequest(Flower[] Flowers);

/// <summary>The species of flowers, by one version of the model.</summary>
/// <param name="Version">The version.</param>
/// <param name="Species">The likeliest species of each flower.</param>
internal sealed record FlowersAnswer(long Version, Species[] Species);

/// <summary>The species of a flower.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Probability">Its probability.</param>
internal sealed record Species(string Name, float Probability);

/// <summary>Examples to learn from.</summary>
/// <param name="Examples">The examples.</param>
internal sealed record LearnRequest(Example[] Examples);

/// <summary>An example.</summary>
/// <param name="Row">The row <c>[inputs]</c>.</param>
/// <param name="Class">The name of its class.</param>
internal sealed record Example(float[] Row, string Class);

/// <summary>The result of a learning request.</summary>
/// <param name="Taken">The number of accepted examples.</param>
/// <param name="Waiting">The number of waiting examples, including these.</param>
internal sealed record LearnAnswer(int Taken, int Waiting);
