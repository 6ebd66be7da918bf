using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Idempotency keys of calls that set what may be set again, kept in the host's state before they are sent.
/// The same call for the same writes has the same key until its answer is known, so that a repeat does not undo what
/// happened after the first. Once it is known, or a later call sets one of the same records, a repeat is meant: it has
/// a key of its own, for under the old one the shop would give its answer of then and set nothing.</summary>
internal sealed class StoredKeys(Tokens tokens, TimeProvider time)
{
    private const string Name = "open-stock-calls";
    private const int OpenMost = 20;
    private const int RacesMost = 20;
    private const int IdLength = 16;
    private const int ShortLength = 6;

    // How long the shop knows a key is not among what could be read; a day is what such services keep them at least.
    private static readonly TimeSpan Known = TimeSpan.FromDays(1);

    /// <summary>The key of a call; stored when this returns.</summary>
    /// <param name="variables">What is sent beside the key.</param>
    /// <param name="writes">The keys of the writes in it.</param>
    /// <param name="subjects">The ids of the records it sets.</param>
    /// <param name="cancel">Ends the attempt; then nothing was sent.</param>
    public async Task<string> TakeAsync(
        JsonObject variables, IReadOnlyList<string> writes, IReadOnlyList<string> subjects, CancellationToken cancel)
    {
        var print = Print($"{variables.ToJsonString()}\n{string.Join('\n', writes)}", IdLength);
        var prints = subjects.Select(subject => Print(subject, ShortLength)).ToHashSet();
        var now = time.GetUtcNow();
        var key = Guid.NewGuid().ToString();
        await ChangeAsync(open =>
        {
            if (open.FirstOrDefault(call => call.Print == print && now - call.At < Known) is { } same)
            {
                key = same.Key;
                return null;
            }

            var others = open.Where(call => now - call.At < Known && !call.Subjects.Overlaps(prints));
            return [.. others.TakeLast(OpenMost - 1), new OpenCall(key, print, prints, now)];
        }, cancel);
        return key;
    }

    /// <summary>The answer to the call is known.</summary>
    public Task EndAsync(string key, CancellationToken cancel) => ChangeAsync(
        open => open.Any(call => call.Key == key) ? [.. open.Where(call => call.Key != key)] : null, cancel);

    private async Task ChangeAsync(
        Func<IReadOnlyList<OpenCall>, IReadOnlyList<OpenCall>?> change, CancellationToken cancel)
    {
        for (var races = 0; races < RacesMost; races++)
        {
            var kept = await tokens.ReadAsync(Name, cancel);
            if (change(OpenCall.Parse(kept?.Value)) is not { } next
                || await tokens.ReplaceAsync(Name, OpenCall.TextOf(next), kept?.Version, cancel))
            {
                return;
            }
        }

        throw new ShopifyFault(ShopifyFaultKind.Unreachable,
            $"the open calls were changed by others {RacesMost} times while a key was stored");
    }

    private static string Print(string text, int bytes) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
