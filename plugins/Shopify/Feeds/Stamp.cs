using System.Globalization;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>A change stamp in one form wherever it came from: UTC, whole seconds, so that versions compare as
/// text.</summary>
internal static class Stamp
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string stamp) => DateTimeOffset.Parse(
        stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static string Normal(string stamp) => Of(Parse(stamp));
}
