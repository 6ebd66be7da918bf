namespace IntegrationHost.App.Web;

/// <summary>How the host is reached.</summary>
internal sealed record WebSettings
{
    /// <summary>Addresses to listen on, for example <c>http://127.0.0.1:8080</c>.</summary>
    public required IReadOnlyList<Uri> Listen { get; init; }

    /// <summary>The socket of the command line: owner only, and the one door through which things are
    /// changed.</summary>
    public required string SocketPath { get; init; }

    /// <summary>PEM certificate and key for https addresses.</summary>
    public (string Path, string? KeyPath)? Certificate { get; init; }

    /// <summary>Addresses or networks of the reverse proxies whose X-Forwarded headers are believed.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>True when page and API answer any address, not only this machine. Put a proxy that knows your people in
    /// front.</summary>
    public bool PageForNetwork { get; init; }

    /// <summary>The largest webhook, in bytes.</summary>
    public long BodyBytesMost { get; init; } = 8 * 1024 * 1024;
}
