// Makes docs/data/churn.csv: dotnet run docs/churn/generate.cs > docs/data/churn.csv
// 5,000 customers of a telephone company that does not exist, of whom about one in twenty leaves. Random numbers are those of SplitMix64.

using System.Globalization;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
ulong state = 21;
string[] contracts = ["monthly", "yearly", "two years"];
string[] payments = ["card", "transfer", "direct debit", "check"];
string[] internets = ["fiber", "dsl", "none"];
string[] regions = ["north", "east", "south", "west", "center"];

Console.Write("Id,Since,Age,Contract,Payment,Internet,Region,Charges,Calls,Usage,Paperless,Churn\n");
for (int id = 1; id <= 5000; id++)
{
    DateTime since = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(Next(2000));
    int age = 18 + Next(65);
    int contract = Math.Max(0, Next(6) - 3);
    int payment = Next(4);
    int internet = Math.Max(0, Next(4) - 1);
    int region = Next(5);
    double charges = Math.Round(15 + (internet == 0 ? 45 : internet == 1 ? 25 : 0) + (40 * NextDouble()), 2);
    int calls = (int)(-1.2 * Math.Log(1 - NextDouble()));
    double usage = Math.Round(Math.Exp(1 + (3 * NextDouble())), 1);
    bool paperless = Next(2) == 1;
    double tenure = (new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified) - since).TotalDays / 365;
    double logit = -5.25 + (contract == 0 ? 1.3 : contract == 1 ? 0.2 : -0.8) + (payment == 3 ? 0.7 : 0) + (internet == 0 ? 0.6 : 0) + (0.45 * calls)
        + (0.02 * (charges - 60)) - (0.3 * (tenure - 3)) - (0.01 * (age - 45)) + (paperless ? 0.2 : 0);
    bool churn = NextDouble() < 1 / (1 + Math.Exp(-logit));
    string shownAge = Next(12) == 0 ? "" : $"{age}";
    string shownUsage = Next(8) == 0 ? "" : $"{usage}";
    string shownPayment = Next(20) == 0 ? "" : payments[payment];
    Console.Write($"{id},{since:yyyy-MM-dd},{shownAge},{contracts[contract]},{shownPayment},{internets[internet]},{regions[region]},{charges},{calls},{shownUsage},{(paperless ? "true" : "false")},{(churn ? "yes" : "no")}\n");
}

int Next(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

ulong NextBits()
{
    state += 0x9E3779B97F4A7C15;
    ulong value = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
    return value ^ (value >> 31);
}
