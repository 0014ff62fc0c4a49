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
            kill TIMES       kills a service that learns from a stream at random moments, and restarts it from the offset in its file; the final
                             file must have the bytes of a service that was never killed
            learn FILE END   learns the stream from the offset in the file, up to the example before END
            race TIMES       deploys models at random moments to the file of a service that learns and saves continuously; each must be loaded,
                             and readers must find a whole file at every moment
            unreadable       deploys a model that the service can't read, which must stay unchanged; not for a process that can read every file,
                             such as root
            """);
        return 2;
}
