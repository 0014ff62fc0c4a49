using System.Globalization;
using NeuralNet.Extensions.Hosting.StreamApp;

switch (args)
{
    case ["kill", var times]:
        return Killing.Run(int.Parse(times, CultureInfo.InvariantCulture));
    case ["learn", var path, var end]:
        return await StreamLearning.RunAsync(path, long.Parse(end, CultureInfo.InvariantCulture));
    case ["race", var times]:
        return await Racing.RunAsync(int.Parse(times, CultureInfo.InvariantCulture), Console.Out);
    case ["unreadable"]:
        return await Unreadable.RunAsync(Console.Out);
    default:
        Console.Error.WriteLine("""
            kill TIMES       a service that learns from a stream is killed at random moments, and begun again from the offset in its file; in the
                             end the file has to have the bytes of a service that was never killed
            learn FILE END   learns the stream from the offset in the file on, up to the example before END
            race TIMES       models are deployed at random moments to the file of a service that learns and saves all the time; each has to be
                             loaded, and readers find a whole file at every moment
            unreadable       a model that the service may not read is deployed, and has to stay as it is; not for a process that may read
                             everything, as root may
            """);
        return 2;
}
