using System.Collections.Concurrent;
using IntegrationHost.Connectors;

namespace IntegrationHost.TestKit;

/// <summary>Tokens in memory, with compare-and-set as the host keeps it.</summary>
public sealed class MemoryTokens : Tokens
{
    private readonly ConcurrentDictionary<string, StoredToken> _tokens = new();

    /// <inheritdoc/>
    public override Task<StoredToken?> ReadAsync(string name, CancellationToken cancel) =>
        Task.FromResult(_tokens.GetValueOrDefault(name));

    /// <inheritdoc/>
    public override Task<bool> ReplaceAsync(string name, string value, long? expected, CancellationToken cancel)
    {
        var next = new StoredToken(value, (expected ?? 0) + 1);
        return Task.FromResult(expected is null
            ? _tokens.TryAdd(name, next)
            : _tokens.TryGetValue(name, out var known) && known.Version == expected
                && _tokens.TryUpdate(name, next, known));
    }
}
