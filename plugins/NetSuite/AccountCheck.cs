using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Auth;
using IntegrationHost.Plugins.NetSuite.Catalogue;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>Checks from the outside in: the sign-in, SuiteQL, each kind of record. Changes nothing, so permissions to
/// write show only when something is written.</summary>
internal sealed class AccountCheck(
    NetSuiteOptions options, NetSuiteClient client, SuiteQlClient suiteQl, AccountClock clock, ConnectorContext context)
{
    private static readonly (string Entity, string Query)[] Probes =
    [
        ("customer", "SELECT c.id FROM customer c FETCH FIRST 1 ROWS ONLY"),
        ("salesOrder", "SELECT t.id FROM transaction t WHERE t.type = 'SalesOrd' FETCH FIRST 1 ROWS ONLY"),
        ("itemFulfillment", "SELECT t.id FROM transaction t WHERE t.type = 'ItemShip' FETCH FIRST 1 ROWS ONLY"),
        ("item", "SELECT i.id FROM item i FETCH FIRST 1 ROWS ONLY"),
        ("aggregateItemLocation", "SELECT a.item FROM aggregateitemlocation a FETCH FIRST 1 ROWS ONLY"),
        ("location", "SELECT l.id FROM location l FETCH FIRST 1 ROWS ONLY"),
        ("currency", "SELECT c.id FROM currency c FETCH FIRST 1 ROWS ONLY"),
    ];

    public async Task<Health> CheckAsync(CancellationToken cancel)
    {
        try
        {
            await ServerTime.ReadAsync(client, cancel);
        }
        catch (NetSuiteException fault)
        {
            return new Health(false, fault.Error is { } error && ErrorTable.IsSignInRefused(error)
                ? $"NetSuite account {options.Account} refused the sign-in ({error.Code}): check "
                    + (options.UsesCertificate
                        ? $"clientId, certificateId and the key, that the certificate is mapped (a sandbox forgets it "
                            + $"when it is refreshed), and that the role has {Permissions.SignInByCertificate}"
                        : $"the four keys, that they are of this account, and that the token's role has "
                            + Permissions.SignIn)
                    + $"; NetSuite's Login Audit Trail tells more.{Ending()}"
                : $"NetSuite account {options.Account} cannot be reached: {Clause(fault)}.");
        }

        if (options.MaxConcurrentRequests is null && await LimitAsync(cancel) is { } limit)
        {
            context.Budget.Describe(limit, 0);
        }

        return await CheckSuiteQlAsync(cancel);
    }

    // Not to know it is no fault: the limit is learned from refusals, too.
    private async Task<int?> LimitAsync(CancellationToken cancel)
    {
        try
        {
            return await GovernanceLimits.ReadAsync(client, cancel);
        }
        catch (NetSuiteException)
        {
            return null;
        }
    }

    private async Task<Health> CheckSuiteQlAsync(CancellationToken cancel)
    {
        TimeSpan offset;
        try
        {
            offset = await clock.MeasureAsync(cancel);
        }
        catch (NetSuiteException fault)
        {
            return new Health(false, fault.Error is { Status: 400 or 403 }
                ? $"The role in NetSuite account {options.Account} may not run SuiteQL: grant it "
                    + $"{Permissions.RestWebServices} and {Permissions.Analytics}."
                : $"NetSuite account {options.Account} signs in but does not answer SuiteQL: {Clause(fault)}.");
        }

        var missing = new List<string>();
        foreach (var (entity, query) in Probes)
        {
            try
            {
                await suiteQl.PageAsync(query, cancel);
            }
            // A table the role may not see is refused as if it did not exist.
            catch (NetSuiteException fault) when (fault.Error is { Status: 400 or 403 } error)
            {
                missing.Add(Permissions.Missing(error, entity));
            }
            catch (NetSuiteException fault)
            {
                return new Health(false, $"NetSuite account {options.Account} did not answer: {Clause(fault)}.");
            }
        }

        if (missing.Count > 0)
        {
            return new Health(false, $"The role in NetSuite account {options.Account} lacks {Listed(missing)}: grant "
                + "it under Setup > Users/Roles > Manage Roles.");
        }

        var health = await CheckZoneAsync(offset, cancel);
        return health with { Detail = health.Detail + Ending() };
    }

    // It works today and not for long, or this is why it does not.
    private string Ending() => CertificateExpiry.Warning(options, context.Time.GetUtcNow()) is { } warning
        ? $" But {warning}." : "";

    private async Task<Health> CheckZoneAsync(TimeSpan offset, CancellationToken cancel)
    {
        var shown = (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
        if (options.TimeZone is not { Length: > 0 } name)
        {
            return new Health(true, $"NetSuite account {options.Account} answers, its local time is UTC{shown}.");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return new Health(false, $"The option timeZone '{name}' is no time zone: write it like America/New_York.");
        }

        var now = await ServerTime.ReadAsync(client, cancel);
        return zone.GetUtcOffset(now) == offset
            ? new Health(true, $"NetSuite account {options.Account} answers, its local time is {name}, UTC{shown}.")
            : new Health(false, $"NetSuite account {options.Account} is at UTC{shown}, which the option timeZone "
                + $"'{name}' is not: correct it, or changes are missed.");
    }

    private static string Clause(NetSuiteException fault) => fault.Message.TrimEnd('.');

    private static string Listed(List<string> permissions) => string.Join(", ", permissions.Distinct());
}
