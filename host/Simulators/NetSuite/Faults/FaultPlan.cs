using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Rest;

namespace IntegrationHost.Simulators.NetSuite.Faults;

/// <summary>The answers that are to be spoilt, in the order in which they were planned.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<PlannedFault> _planned = [];

    public void Add(PlannedFault fault)
    {
        lock (_gate)
        {
            _planned.Add(fault);
        }
    }

    /// <summary>The fault that meets this request, used up by one; null for none.</summary>
    public PlannedFault? Take(string method, Uri url)
    {
        var address = Uri.UnescapeDataString(url.PathAndQuery);
        lock (_gate)
        {
            var fault = _planned.Find(planned =>
                address.Contains(planned.Path, StringComparison.OrdinalIgnoreCase)
                && (planned.Method is null || planned.Method.Equals(method, StringComparison.OrdinalIgnoreCase)));
            if (fault is not null && --fault.Left <= 0)
            {
                _planned.Remove(fault);
            }

            return fault;
        }
    }

    /// <summary>The error body that goes with a status.</summary>
    public static SimulatedResponse AnswerOf(int status) => Answer.Refused(status switch
    {
        400 => RecordFault.User("This record has been locked by a user defined workflow."),
        401 => InvalidLogin(),
        403 => new RecordFault(403, "INSUFFICIENT_PERMISSION", "You do not have permission to access this record."),
        404 => RecordFault.Missing(),
        409 => new RecordFault(409, "RCRD_HAS_BEEN_CHANGED", "Record has been changed"),
        429 => TooMany(),
        503 => new RecordFault(503, "SERVICE_UNAVAILABLE", "The service is temporarily unavailable."),
        _ => new RecordFault(status, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: simulated"),
    });

    public static RecordFault InvalidLogin() => new(401, "INVALID_LOGIN",
        "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at "
        + "Setup > Users/Roles > User Management > View Login Audit Trail.");

    public static RecordFault TooMany() => new(
        429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked.");
}
