using System.Text;

namespace IntegrationHost.Engine.Inbox;

/// <summary>Which lane a group of records is handled in.</summary>
public static class Lanes
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The same lane for the same connection and group key, on every machine and in every run
    /// (FNV-1a).</summary>
    public static int Of(string connection, string groupKey, int lanes)
    {
        var hash = FnvOffset;
        foreach (var part in Encoding.UTF8.GetBytes($"{connection}\n{groupKey}"))
        {
            hash = (hash ^ part) * FnvPrime;
        }

        return (int)(hash % (ulong)lanes);
    }
}
