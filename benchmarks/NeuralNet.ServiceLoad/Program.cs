using System.Globalization;
using NeuralNet.ServiceLoad;

// The example service under load: SECONDS CLIENTS, by default 30 and 8. It ends with 1 where a request failed.
int seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
int clients = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 8;

(ServiceProcess service, HttpClient client) = await ServiceProcess.StartAsync();
await using (service)
using (client)
{
    // The first file, which the load replaces, is that of a service that was stopped; the compiler of the runtime gets its time.
    await new Load(client, service.ModelPath, clients, TimeSpan.FromSeconds(Math.Min(5, seconds))).RunAsync();
    (int handles, long memory) = (service.HandleCount, service.WorkingSet);
    LoadReport report = await new Load(client, service.ModelPath, clients, TimeSpan.FromSeconds(seconds)).RunAsync();
    Console.WriteLine(report);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"handles of the service {handles} -> {service.HandleCount}, memory {memory >> 20} -> {service.WorkingSet >> 20} MB"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"models that the service loaded, those before the measurement among them: {service.Output.Split("was loaded").Length - 1}"));
    string model = await client.GetStringAsync("/model");
    Console.WriteLine(model);
    return report.Failed == 0 ? 0 : 1;
}
