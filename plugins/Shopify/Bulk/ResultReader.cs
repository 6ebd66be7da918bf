using System.Net;
using System.Net.Http.Headers;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Bulk;

/// <summary>Reads a part of a bulk operation's result (one JSON object per line) from where the last part ended. Never
/// the whole: memory does not grow with the result.</summary>
internal sealed class ResultReader(ShopifyOptions options, ConnectorContext context)
{
    private const int LineMost = 1024 * 1024;
    private const int ReadAtOnce = 64 * 1024;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    /// <summary>Up to so many records; the offset after the last of them.</summary>
    public async Task<(IReadOnlyList<Record> Records, long Offset)> ReadAsync(
        Uri url, long offset, int most, CancellationToken cancel)
    {
        using var within = new CancellationTokenSource(AnswerWithin, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancel);
        // The address is signed and is another service's: no token goes there, and no points are spent.
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(offset, null);
        try
        {
            using var response = await context.Http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return ([], offset);
            }

            if (response.StatusCode != HttpStatusCode.PartialContent && !(offset == 0 && response.IsSuccessStatusCode))
            {
                throw Fault($"answered {(int)response.StatusCode} for the result of a bulk operation; it is kept for "
                    + "seven days: begin the backfill anew");
            }

            using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await LinesAsync(stream, offset, most, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Fault($"did not send the result of a bulk operation within {AnswerWithin.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw Fault($"broke off the result of a bulk operation: {fault.Message}");
        }
    }

    private async Task<(IReadOnlyList<Record>, long)> LinesAsync(
        Stream stream, long offset, int most, CancellationToken cancel)
    {
        var records = new List<Record>(most);
        var (held, length) = (new byte[ReadAtOnce], 0);
        while (records.Count < most)
        {
            var end = held.AsSpan(0, length).IndexOf((byte)'\n');
            if (end >= 0)
            {
                records.Add(Line(held.AsSpan(0, end)));
                offset += end + 1;
                length -= end + 1;
                held.AsSpan(end + 1, length).CopyTo(held);
                continue;
            }

            if (length == held.Length)
            {
                Array.Resize(ref held, length < LineMost ? length * 2
                    : throw Fault($"sent a line of more than {LineMost} bytes"));
            }

            var read = await stream.ReadAsync(held.AsMemory(length), cancel);
            if (read == 0)
            {
                // Every line ends with a line feed: what is left was cut off, and is read again.
                return (records, offset);
            }

            length += read;
        }

        return (records, offset);
    }

    private Record Line(ReadOnlySpan<byte> line)
    {
        try
        {
            return Record.Parse(line.ToArray());
        }
        catch (RecordException)
        {
            throw Fault("sent a line in the result of a bulk operation that is no JSON object");
        }
    }

    private ShopifyFault Fault(string what) => new(ShopifyFaultKind.Unknown, $"{options.Shop} {what}");
}
