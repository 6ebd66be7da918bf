namespace IntegrationHost.Simulators.NetSuite.Auth;

/// <summary>Reads the <c>Authorization: OAuth a="b", c="d"</c> header.</summary>
internal static class AuthorizationHeader
{
    /// <summary>The decoded parameters, or null where the header is none of OAuth 1.0 or names one twice.</summary>
    public static Dictionary<string, string>? Read(string? header)
    {
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return null;
            }

            var name = Uri.UnescapeDataString(part[..equals].TrimEnd());
            if (!parameters.TryAdd(name, Uri.UnescapeDataString(part[(equals + 1)..].Trim().Trim('"'))))
            {
                return null;
            }
        }

        return parameters;
    }

    private const string Scheme = "OAuth ";
}
