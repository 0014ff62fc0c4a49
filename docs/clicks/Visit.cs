using NeuralNet.Text;

namespace NeuralNet.ClickService;

/// <summary>An advert shown on a page: what is known before the click.</summary>
/// <param name="Page">The page.</param>
/// <param name="Advert">The advert.</param>
/// <param name="Device">The kind of device.</param>
/// <param name="Price">The price in the advert, [0, 10,000].</param>
/// <param name="Scrolled">The share of the page above the advert, [0, 1].</param>
internal record Visit(string Page, string Advert, string Device, float Price, float Scrolled)
{
    /// <summary>The number of columns.</summary>
    public const int Columns = 1 << 18;

    /// <summary>
    /// What <see cref="Describe"/> hashes. The model file has it: weights of other features would be read without an error.
    /// </summary>
    public const string Features = "page, advert, device, page&advert, device&advert, price/1000, scrolled; MurmurHash3, seed 0, 2^18 columns";

    /// <summary>Makes the row of a visit. The numbers are brought to about [0, 1], since hashed columns are not standardized.</summary>
    /// <exception cref="BadHttpRequestException">A number is NaN or out of its interval.</exception>
    public void Describe(FeatureHasher<float> row)
    {
        Check(nameof(Price), Price, 10_000);
        Check(nameof(Scrolled), Scrolled, 1);
        row.Begin();
        row.Add("page", Page);
        row.Add("advert", Advert);
        row.Add("device", Device);
        row.Cross("page", Page, "advert", Advert);
        row.Cross("device", Device, "advert", Advert);
        row.Add("price", Price / 1000);
        row.Add("scrolled", Scrolled);
    }

    private static void Check(string name, float value, float highest)
    {
        if (!(value >= 0 && value <= highest))
        {
            throw new BadHttpRequestException(FormattableString.Invariant($"'{name.ToLowerInvariant()}' is {value}; send a number from 0 to {highest}."));
        }
    }
}
