using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite.Errors;

/// <summary>What each refusal of a write means: the first row that fits decides. NetSuite's codes are coarse, the
/// sentence often tells more than the code, and one refusal comes under several statuses: so rows look at all
/// three.</summary>
internal static class ErrorTable
{
    private sealed record Row(Func<NetSuiteError, bool> Fits, Func<NetSuiteError, string, Judgement> Means);

    private static readonly Row[] Rows =
    [
        new(IsThrottled, (error, _) => Later($"NetSuite is at its concurrency limit: {error.Detail}", TimeSpan.Zero)),
        new(error => Code(error, "IDEMPOTENCY_ERROR"), (_, _) => new Judgement.Unknown()),
        new(error => error.Status == 503, (error, _) => Later($"NetSuite is not available: {error.Detail}")),
        new(error => error.Status is 0 or 408 or >= 500, (_, _) => new Judgement.Unknown()),
        new(IsSignInRefused, (error, _) => Later(
            $"NetSuite refused the sign-in: {error.Detail} Check the token, its role and the integration record")),
        new(error => Code(error, "RCRD_HAS_BEEN_CHANGED") || Says(error, "Record has been changed"),
            (_, _) => Later("somebody changed the record in NetSuite at the same moment")),
        new(error => Code(error, "DUP_RCRD", "RCRD_EXISTS", "DUP_ENTITY") || Says(error, "already exists"),
            (_, _) => new Judgement.Exists()),
        new(IsPermission, (error, entity) => Rejected(
            error, $"the role lacks the permission {Permissions.Missing(error, entity)}: {error.Detail}")),
        new(error => Says(error, "locked by a user defined workflow"), (error, _) => Rejected(
            error, $"a workflow has locked the record; release it in NetSuite: {error.Detail}")),
        new(error => Says(error, "closed period") || Says(error, "period is closed") || Says(error, "period closed"),
            (error, _) => Rejected(error, $"the accounting period is closed: {error.Detail}", "tranDate")),
        // A page of a proxy or a firewall: NetSuite never saw the record.
        new(error => error.Code is "" && error.Path is null, (_, _) => new Judgement.Unknown()),
        new(error => error.Status is >= 400 and < 500 and not 409,
            (error, _) => Rejected(error, InvalidValue.SentenceOf(error))),
    ];

    public static Judgement Judge(NetSuiteError error, string entity) =>
        Rows.FirstOrDefault(row => row.Fits(error))?.Means(error, entity) ?? new Judgement.Unknown();

    /// <summary>What a fault before a write (a look-up, the sign-in, the connection) means for it: it was not
    /// sent.</summary>
    public static Outcome NotSent(NetSuiteException fault, string entity) =>
        fault.Error is { } error && Judge(error, entity) is Judgement.Settled settled
            ? settled.Outcome
            : new Outcome.RetryLater($"nothing was written: {fault.Message}");

    /// <summary>Too many requests at once, under whatever status it comes.</summary>
    public static bool IsThrottled(NetSuiteError error) => error.Status == 429
        || Code(error, "CONCURRENCY_LIMIT_EXCEEDED", "SSS_REQUEST_LIMIT_EXCEEDED", "WS_REQUEST_BLOCKED");

    /// <summary>The signature was not accepted. Under load this happens to good credentials, too.</summary>
    public static bool IsSignInRefused(NetSuiteError error) =>
        error.Status == 401 || Code(error, "INVALID_LOGIN", "INVALID_LOGIN_ATTEMPT");

    /// <summary>The role may not do this; not always a 403.</summary>
    public static bool IsPermission(NetSuiteError error) => error.Status == 403
        || Code(error, "INSUFFICIENT_PERMISSION")
        || Says(error, "does not have permission") || Says(error, "Permission Violation");

    /// <summary>The record is not there.</summary>
    public static bool IsMissing(NetSuiteError error) => error.Status == 404;

    /// <summary>The record that was addressed is not there: NetSuite says so itself, and blames no field.</summary>
    public static bool IsRecordGone(NetSuiteError error) => IsMissing(error) && error is { Code: not "", Path: null };

    private static bool Code(NetSuiteError error, params string[] codes) => codes.Contains(error.Code);

    private static bool Says(NetSuiteError error, string text) =>
        error.Detail.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static Judgement.Settled Later(string reason, TimeSpan? after = null) =>
        new(new Outcome.RetryLater(reason, after));

    private static Judgement.Settled Rejected(NetSuiteError error, string reason, string? field = null) =>
        new(new Outcome.Rejected(reason, error.Code is "" ? null : error.Code,
            InvalidValue.FieldOf(error) ?? field, InvalidValue.ValueOf(error)));
}
