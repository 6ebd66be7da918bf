using System.Net;
using System.Net.Sockets;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>What really goes over a socket.</summary>
public sealed class WireTests
{
    private const string Missing = """{"o:errorDetails":[{"detail":"not there","o:errorCode":"NONEXISTENT_ID"}]}""";
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transform_leaves_with_the_address_that_was_signed_and_its_location_is_understood()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var options = Some.Options();
        options.BaseUrl = $"http://{server.LocalEndpoint}/";
        using var sockets = new SocketsHttpHandler();

        var apply = Some.Connection(sockets, options: options).ApplyAsync(Some.Fulfilment(), _cancel);
        var lookUp = await AnswerAsync(
            server,
            $"HTTP/1.1 404 Not Found\r\nContent-Length: {Missing.Length}\r\nConnection: close\r\n\r\n{Missing}");
        var transform = await AnswerAsync(server, "HTTP/1.1 204 No Content\r\nConnection: close\r\n"
            + "Location: https://127.0.0.1/services/rest/record/v1/itemfulfillment/501\r\n\r\n");

        (await apply).ShouldBe(new Outcome.Created("501", ""));
        lookUp.ShouldStartWith("GET /services/rest/record/v1/itemFulfillment/eid:SHPFY-f-1 HTTP/1.1");
        transform.ShouldStartWith("POST /services/rest/record/v1/salesOrder/18/!transform/itemFulfillment HTTP/1.1");
        transform.ShouldContain("Authorization: OAuth realm=\"1234567_SB1\", oauth_consumer_key=\"key\"");
        transform.ShouldContain("Content-Type: application/json\r\n");
    }

    private async Task<string> AnswerAsync(TcpListener server, string answer)
    {
        using var client = await server.AcceptTcpClientAsync(_cancel);
        var stream = client.GetStream();
        var buffer = new byte[RequestBytesMax];
        var length = 0;
        while (!IsWhole(buffer.AsSpan(0, length)))
        {
            length += await stream.ReadAsync(buffer.AsMemory(length), _cancel);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _cancel);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var end = request.IndexOf("\r\n\r\n"u8);
        return end >= 0 && (request.StartsWith("GET"u8) || request[^1] == '}');
    }

    private const int RequestBytesMax = 16 * 1024;
}
