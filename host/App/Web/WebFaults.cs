using System.Globalization;
using System.Net;

namespace IntegrationHost.App.Web;

/// <summary>What would keep the web server from starting, found before it is started.</summary>
internal static class WebFaults
{
    /// <summary>Each fault with its key in <c>ihost.json</c>.</summary>
    public static IEnumerable<(string Key, string Text)> Of(WebSettings settings)
    {
        foreach (var address in settings.Listen.Where(address => AddressOf(address) is null))
        {
            yield return ("web:listen", $"'{address.Host}' is a name; write an address of this machine, "
                + "for example http://127.0.0.1:8080, or http://0.0.0.0:8080 for all of them");
        }

        foreach (var (at, proxy) in settings.KnownProxies.Index())
        {
            if (TrustedProxies.Parse(proxy) is null)
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"web:knownProxies:{at}"),
                    $"'{proxy}' is no address; write one like 10.0.0.5, or a network like 10.0.0.0/8");
            }
        }

        if (settings.Certificate is var (path, keyPath) && File.Exists(path)
            && ServerCertificate.FaultOf(path, keyPath) is { } fault)
        {
            yield return (keyPath is null ? "web:certificate:path" : "web:certificate:keyPath", fault);
        }
    }

    /// <summary>The address to listen on; null for a name other than localhost.</summary>
    public static IPAddress? AddressOf(Uri address) => address.Host switch
    {
        "localhost" => IPAddress.Loopback,
        var host => IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed : null,
    };
}
