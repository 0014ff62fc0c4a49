using System.Globalization;
using NeuralNet.Extensions.Hosting.StreamApp;

switch (args)
{
    case ["kill", var times]:
        return Killing.Run(int.Parse(times, CultureInfo.InvariantCulture));
    case ["learn", var path, var end]:
        return await StreamLearning.RunAsync(path, long.Parse(end, CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("""
            kill TIMES       a service that learns from a stream is killed at random moments, and begun again from the offset in its file; in the
                             end the file has to have the bytes of a service that was never killed
            learn FILE END   learns the stream from the offset in the file on, up to the example before END
            """);
        return 2;
}
