using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>A call under an idempotency key that was sent, or was about to be, and of which no answer is
/// known.</summary>
/// <param name="Key">The key.</param>
/// <param name="Print">A fingerprint of the variables and of the writes it carries: another call has another
/// one.</param>
/// <param name="Subjects">Short prints of the records it sets.</param>
/// <param name="At">When it was stored.</param>
internal sealed record OpenCall(string Key, string Print, IReadOnlySet<string> Subjects, DateTimeOffset At)
{
    /// <summary>The calls in a stored text; none where it is of another form.</summary>
    public static IReadOnlyList<OpenCall> Parse(string? kept)
    {
        try
        {
            return kept is null ? [] :
            [
                .. Record.Parse(kept).List("calls").Select(call => new OpenCall(
                    call.Text("key"), call.Text("print"), call.Text("subjects").Split(' ').ToHashSet(),
                    call.Instant("at"))),
            ];
        }
        catch (RecordException)
        {
            return [];
        }
    }

    public static string TextOf(IEnumerable<OpenCall> calls) => new JsonObject
    {
        ["calls"] = new JsonArray([.. calls.Select(call => new JsonObject
        {
            ["key"] = call.Key,
            ["print"] = call.Print,
            ["subjects"] = string.Join(' ', call.Subjects),
            ["at"] = call.At.ToString("O", CultureInfo.InvariantCulture),
        })]),
    }.ToJsonString();
}
