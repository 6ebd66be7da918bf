using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Async;
using IntegrationHost.Simulators.NetSuite.Auth;
using IntegrationHost.Simulators.NetSuite.Faults;
using IntegrationHost.Simulators.NetSuite.Metadata;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.State;
using IntegrationHost.Simulators.NetSuite.SuiteQl;

namespace IntegrationHost.Simulators.NetSuite;

/// <summary>Plays one NetSuite account: the REST record service, SuiteQL and the server's time, behind token-based
/// authentication.</summary>
public sealed class NetSuiteSimulator : ISimulator
{
    private readonly TimeProvider _time;
    private readonly OAuthSignature _signature;
    private readonly LateWork _late;
    private readonly RecordEndpoint _records;
    private readonly SuiteQlEndpoint _suiteQl;
    private readonly AsyncJobs _jobs;
    private readonly MetadataCatalogue _metadata;
    private long _requests;
    private long _rejected;

    /// <summary>An account with one subsidiary and nothing else.</summary>
    public NetSuiteSimulator(NetSuiteAccountOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _late = new LateWork(time);
        _signature = new OAuthSignature(options, time);
        State = new NetSuiteState(time);
        Zone = new AccountZone(options, time);
        Tokens = new TokenEndpoint(options, time);
        Slots = new Slots(time);
        Pace = new Pace(options.Seed);
        ConcurrencyLimit = options.ConcurrencyLimit;
        _records = new RecordEndpoint(State, Zone);
        _jobs = new AsyncJobs(_records.Handle, time);
        _metadata = new MetadataCatalogue(State);
        _suiteQl = new SuiteQlEndpoint(State, Zone);
    }

    /// <summary>How long the door waits before it gives an answer out.</summary>
    public TimeSpan Latency { get; set; }

    internal NetSuiteState State { get; }

    internal AccountZone Zone { get; }

    internal FaultPlan Faults { get; } = new();

    internal TokenEndpoint Tokens { get; }

    internal Slots Slots { get; }

    internal Pace Pace { get; }

    /// <summary>Requests worked on at once, those of other integrations included; one more is refused.</summary>
    internal int ConcurrencyLimit { get; set; }

    /// <summary>Requests that were one too many.</summary>
    internal long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Requests that came, refused ones included.</summary>
    internal long Requests => Interlocked.Read(ref _requests);

    /// <inheritdoc/>
    public SimulatedResponse Handle(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Interlocked.Increment(ref _requests);
        CatchUp();
        if (!Slots.TryTake(ConcurrencyLimit))
        {
            Interlocked.Increment(ref _rejected);
            return Answer.Refused(FaultPlan.TooMany());
        }

        var takes = Pace.Of(request);
        try
        {
            return Spoilt(request) with { After = takes };
        }
        finally
        {
            Slots.Release(takes);
        }
    }

    /// <summary>Carries out what was worked on after its client had given up, as far as it is done by now.</summary>
    internal void CatchUp()
    {
        foreach (var request in _late.TakeDone())
        {
            Carried(() => Routed(request));
        }
    }

    private SimulatedResponse Spoilt(SimulatedRequest request)
    {
        if (Faults.Take(request.Method, request.Url) is not { } fault)
        {
            return Answered(request);
        }

        if (fault.AfterCommit)
        {
            Answered(request);
        }

        if (fault.CommitsAfter is { } after && IsSignedIn(request))
        {
            _late.Add(request, after);
        }

        return fault.Says is { } says ? Answer.Refused(says) : FaultPlan.AnswerOf(fault.Status);
    }

    private SimulatedResponse Answered(SimulatedRequest request) => Carried(() =>
        request.Url.AbsolutePath == TokenPath ? Tokens.Handle(request)
        : IsSignedIn(request) ? Routed(request)
        : throw FaultPlan.InvalidLogin());

    private bool IsSignedIn(SimulatedRequest request) =>
        Tokens.Accepts(request.Headers.GetValueOrDefault("Authorization")) || _signature.Accepts(request);

    private static SimulatedResponse Carried(Func<SimulatedResponse> work)
    {
        try
        {
            return work();
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
            ["services", "rest", "system", "v1", "governanceLimits"] => Answer.Record(new JsonObject
            {
                ["accountConcurrencyLimit"] = ConcurrencyLimit,
                ["accountUnallocatedConcurrencyLimit"] = ConcurrencyLimit,
                ["limitType"] = "accountLimit",
            }),
            ["services", "rest", "async", "v1", "job", .. { Length: > 0 } job] =>
                Locked(() => _jobs.Show(request, job)),
            ["services", "rest", "record", "v1", "metadata-catalog", .. var metadata] =>
                Locked(() => _metadata.Handle(request, metadata)),
            ["services", "rest", "record", "v1", .. { Length: > 0 } record] when AsyncJobs.IsAsked(request) =>
                Locked(() => _jobs.Submit(request, record)),
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

    private const string TokenPath = "/services/rest/auth/oauth2/v1/token";
}
