using System.Text;
using System.Text.Json;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>The error bodies, as recorded.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Without_a_signature_the_sign_in_is_refused() => Refusal(new PlayedAccount().Simulator).ShouldBe(
        (401, "Unauthorized", "INVALID_LOGIN"));

    [Fact]
    public void Over_the_limit_the_request_is_blocked() =>
        Refusal(new NetSuiteSimulator(PlayedAccount.Keys with { ConcurrencyLimit = 0 }, TimeProvider.System))
            .ShouldBe((429, "Too Many Requests", "CONCURRENCY_LIMIT_EXCEEDED"));

    [Fact]
    public void A_planned_fault_is_given_as_often_as_planned()
    {
        var account = new PlayedAccount();
        account.Post("faults", """{"path":"serverTime","status":503,"count":2}""");

        Enumerable.Range(0, 3).Select(_ => Refusal(account.Simulator).Status).ShouldBe([503, 503, 401]);
    }

    private static (int Status, string? Title, string? Code) Refusal(NetSuiteSimulator simulator)
    {
        var answer = simulator.Handle(new SimulatedRequest("GET",
            new Uri("http://127.0.0.1:8123/services/rest/system/v1/serverTime"), new Dictionary<string, string>(),
            default));
        var body = JsonDocument.Parse(Encoding.UTF8.GetString(answer.Body.Span)).RootElement;
        return (answer.Status, body.GetProperty("title").GetString(),
            body.GetProperty("o:errorDetails")[0].GetProperty("o:errorCode").GetString());
    }
}
