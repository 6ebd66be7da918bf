using System.Collections.Concurrent;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>The operations of this plugin, embedded as <c>.graphql</c> files.</summary>
internal static class Documents
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    public static string TextOf(string operation) => Texts.GetOrAdd(operation, name =>
    {
        using var stream = typeof(Documents).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"there is no operation {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });
}
