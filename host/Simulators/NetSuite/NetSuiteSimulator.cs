using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Auth;
using IntegrationHost.Simulators.NetSuite.Faults;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.State;
using IntegrationHost.Simulators.NetSuite.SuiteQl;

namespace IntegrationHost.Simulators.NetSuite;

/// <summary>Plays one NetSuite account: the REST record service, SuiteQL and the server's time, behind token-based
/// authentication.</summary>
public sealed class NetSuiteSimulator : ISimulator
{
    private readonly NetSuiteAccountOptions _options;
    private readonly TimeProvider _time;
    private readonly OAuthSignature _signature;
    private readonly RecordEndpoint _records;
    private readonly SuiteQlEndpoint _suiteQl;
    private int _inFlight;
    private long _requests;

    /// <summary>An account with one subsidiary and nothing else.</summary>
    public NetSuiteSimulator(NetSuiteAccountOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _time = time;
        _signature = new OAuthSignature(options, time);
        State = new NetSuiteState(time);
        Zone = new AccountZone(options, time);
        _records = new RecordEndpoint(State, Zone);
        _suiteQl = new SuiteQlEndpoint(State, Zone);
    }

    /// <summary>How long the door waits before it gives an answer out.</summary>
    public TimeSpan Latency { get; set; }

    internal NetSuiteState State { get; }

    internal AccountZone Zone { get; }

    internal FaultPlan Faults { get; } = new();

    /// <summary>Requests that came, refused ones included.</summary>
    internal long Requests => Interlocked.Read(ref _requests);

    /// <inheritdoc/>
    public SimulatedResponse Handle(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Interlocked.Increment(ref _requests);
        try
        {
            return Interlocked.Increment(ref _inFlight) > _options.ConcurrencyLimit
                ? Answer.Refused(FaultPlan.TooMany())
                : Spoilt(request);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private SimulatedResponse Spoilt(SimulatedRequest request)
    {
        if (Faults.Take(request.Url) is not { } fault)
        {
            return Answered(request);
        }

        if (fault.AfterCommit)
        {
            Answered(request);
        }

        return FaultPlan.AnswerOf(fault.Status);
    }

    private SimulatedResponse Answered(SimulatedRequest request)
    {
        try
        {
            return _signature.Accepts(request) ? Routed(request) : throw FaultPlan.InvalidLogin();
        }
        catch (RecordFault fault)
        {
            return Answer.Refused(fault);
        }
    }

    private SimulatedResponse Routed(SimulatedRequest request)
    {
        var path = request.Url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(Uri.UnescapeDataString).ToArray();
        return path switch
        {
            ["services", "rest", "system", "v1", "serverTime"] => Answer.Record(new JsonObject
            {
                ["serverTime"] = _time.GetUtcNow().UtcDateTime
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            }),
            ["services", "rest", "query", "v1", "suiteql"] => Locked(() => _suiteQl.Handle(request)),
            ["services", "rest", "record", "v1", .. { Length: > 0 } record] =>
                Locked(() => _records.Handle(request, record)),
            _ => throw new RecordFault(404, "INVALID_URL", "The requested resource does not exist."),
        };
    }

    private SimulatedResponse Locked(Func<SimulatedResponse> answer)
    {
        lock (State.Gate)
        {
            return answer();
        }
    }
}
