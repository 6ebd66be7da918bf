using System.Globalization;
using System.Text;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>The cursor of a place in a list. Pure.</summary>
internal static class PageCursor
{
    private const string CursorPrefix = "at:";

    public static string At(int place) => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CursorPrefix}{place}")));

    public static int PlaceOf(string cursor, string[] path)
    {
        try
        {
            return int.Parse(
                Encoding.UTF8.GetString(
                    Convert.FromBase64String(cursor))[CursorPrefix.Length..], CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentOutOfRangeException)
        {
            throw new GraphQlError("INVALID_CURSOR", "Invalid cursor for current pagination sort.", path);
        }
    }
}
