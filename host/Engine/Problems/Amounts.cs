using System.Globalization;

namespace IntegrationHost.Engine.Problems;

/// <summary>How an amount is written in a sentence.</summary>
internal static class Amounts
{
    public static string Show(decimal? amount) =>
        amount?.ToString("0.00##", CultureInfo.InvariantCulture) ?? "nothing";
}
