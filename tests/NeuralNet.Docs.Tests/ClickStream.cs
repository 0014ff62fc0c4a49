using NeuralNet.ClickService;

namespace NeuralNet.Docs.Tests;

/// <summary>Events whose probability of a click depends on page, advert, device, price and the pair of page and advert.</summary>
internal static class ClickStream
{
    private const int Pages = 200;
    private const int Adverts = 20;
    private static readonly string[] _devices = ["phone", "tablet", "desktop"];

    /// <summary>Returns the events of a seed. The effects of pages and adverts are the same for every seed.</summary>
    public static IEnumerable<ClickEvent> Draw(int count, int seed)
    {
        var effects = new Random(1);
        double[] ofPage = [.. Effects(effects, Pages, 1)];
        double[] ofAdvert = [.. Effects(effects, Adverts, 1.5)];
        double[] ofPair = [.. Effects(effects, Pages * Adverts, 0.5)];
        var random = new Random(seed);
        for (int number = 0; number < count; number++)
        {
            // Few pages have most of the visits.
            int page = (int)(Pages * Math.Pow(random.NextDouble(), 3));
            int advert = random.Next(Adverts);
            int device = random.Next(_devices.Length);
            float price = random.Next(1, 1000);
            float scrolled = random.NextSingle();
            double logit = -1 + ofPage[page] + ofAdvert[advert] + ofPair[(page * Adverts) + advert] + device - (2 * price / 1000) - scrolled;
            bool clicked = random.NextDouble() < 1 / (1 + Math.Exp(-logit));
            yield return new($"/products/{page}", $"advert {advert}", _devices[device], price, scrolled, clicked);
        }
    }

    private static IEnumerable<double> Effects(Random random, int count, double size) =>
        Enumerable.Range(0, count).Select(_ => size * ((2 * random.NextDouble()) - 1) * Math.Sqrt(3));
}
