using NeuralNet.Core.FileChecks;

switch (args)
{
    case ["hostile"]:
        return HostileTable.Print();
    case ["kill", var times]:
        return Killing.Run(int.Parse(times, System.Globalization.CultureInfo.InvariantCulture));
    case ["save", var path]:
        return Killing.SaveForever(path);
    case ["serve", var seconds]:
        return Serving.Run(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
    case ["writers", var rounds]:
        return Writers.Run(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture), Console.Out) ? 0 : 1;
    case ["train", var path, var epochs]:
        return LaterTraining.GoOn(path, int.Parse(epochs, System.Globalization.CultureInfo.InvariantCulture));
    case ["golden", "sparse", var path]:
        return GoldenModel.WriteSparse(path);
    case ["golden", var path]:
        return GoldenModel.Write(path);
    case ["round-trip", var count]:
        return RoundTrip.Run(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    case ["changes", var count]:
        return FileChanges.Run(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    case ["seeds", "safetensors", var folder]:
        return Fuzzing.WriteSeeds(folder);
    case ["seeds", "onnx", var folder]:
        return OnnxFuzzing.WriteSeeds(folder);
    case ["seeds", "encoder", var folder]:
        return EncoderFuzzing.WriteSeeds(folder);
    case ["seeds", "svmlight", var folder]:
        return SvmLightFuzzing.WriteSeeds(folder);
    case ["fuzz", "safetensors"]:
        return Fuzzing.Run();
    case ["fuzz", "onnx"]:
        return OnnxFuzzing.Run();
    case ["fuzz", "encoder"]:
        return EncoderFuzzing.Run();
    case ["fuzz", "svmlight"]:
        return SvmLightFuzzing.Run();
    case ["mutate", "encoder", var times]:
        return EncoderFuzzing.Mutate(int.Parse(times, System.Globalization.CultureInfo.InvariantCulture));
    case ["mutate", "onnx", var times]:
        return OnnxFuzzing.Mutate(int.Parse(times, System.Globalization.CultureInfo.InvariantCulture));
    case ["mutate", "svmlight", var times]:
        return SvmLightFuzzing.Mutate(int.Parse(times, System.Globalization.CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("""
            hostile          how long each hostile file takes to be refused, and how much memory
            kill TIMES       processes that save are killed at random points; the file has to load every time
            serve SECONDS    8 threads predict while one learns and one reloads; every answer has to be that of one version
            writers ROUNDS   two threads in every pair of calls that change one network, so many times each
            train FILE N     loads a network, trains it for N more epochs and saves it
            round-trip N     N random networks on extreme data are saved, loaded and trained on; each has to stay as it was
            changes N        N files with random changes in them are read, and used where they are accepted
            golden [sparse] FILE  writes the file of a new version of the format, and what it predicts
            seeds KIND DIR   files for a fuzzer to begin with; the kinds are safetensors, onnx, encoder and svmlight
            fuzz KIND        what a fuzzer runs, its input on standard input
            mutate encoder N so many mutations of each state of an encoder; each is refused, or used and read again
            mutate onnx N    so many mutations of each form of an ONNX model; each is refused, or used and exported again
            mutate svmlight N so many mutations of each text of SVMlight; each is refused, or written and read again
            """);
        return 2;
}
