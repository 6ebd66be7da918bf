using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHost.App.Web;
using IntegrationHost.Engine;
using IntegrationHost.Limits;
using Microsoft.Extensions.Configuration;

namespace IntegrationHost.App.Site;

/// <summary>Reads a site's <c>ihost.json</c>, with the environment over it (<c>IHOST__web__listen</c>). Everything
/// wrong is found at once.</summary>
internal sealed class SiteReader(string folder)
{
    private const string DefaultListen = "http://127.0.0.1:8080";
    private static readonly string[] MoneyEntities = ["order", "refund", "transaction", "salesOrder",
        "customerDeposit"];

    private readonly List<SiteFinding> _findings = [];

    public IReadOnlyList<SiteFinding> Findings => _findings;

    /// <summary>The site, or null when something is wrong with it.</summary>
    public SiteDefinition? Read()
    {
        var configuration = Load();
        if (configuration is null)
        {
            return null;
        }

        _findings.AddRange(SiteEnvironment.Check());
        var connections = configuration.GetSection("connections").GetChildren().Select(Connection).ToArray();
        var names = connections.Select(connection => connection.Name).ToHashSet();
        var flows = configuration.GetSection("flows").GetChildren().Select(flow => Flow(flow, names)).ToArray();
        var flowSettings = configuration.GetSection("flows").GetChildren()
            .ToDictionary(
                flow => flow.Key, flow => (IReadOnlyDictionary<string, string>)Texts(flow.GetSection("settings")));
        CheckZones("settings", Texts(configuration.GetSection("settings")));
        var web = Web(configuration.GetSection("web"));
        var publicUrl = Address(configuration["web:publicUrl"], "web:publicUrl");
        var state = new StateSection(folder, Find).Read(configuration.GetSection("state"));
        return _findings.Count > 0 ? null : new SiteDefinition(folder, SiteFolders.DataOf(folder), connections,
            [.. flows.OfType<FlowDefinition>()], Texts(
                configuration.GetSection("settings")), flowSettings, web, publicUrl, state);
    }

    private IConfigurationRoot? Load()
    {
        var path = Path.Combine(folder, SiteFolders.FileName);
        try
        {
            var text = WithoutMark(File.ReadAllBytes(path));
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true };
            using var document = JsonDocument.Parse(text, options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                _findings.Add(new SiteFinding(path, "must be an object: { \"connections\": { … }, \"flows\": { … } }"));
                return null;
            }

            _findings.AddRange(SiteKeys.Check(document.RootElement));
            return new ConfigurationBuilder()
                .AddJsonStream(new MemoryStream(text))
                .AddEnvironmentVariables(SiteEnvironment.Prefix)
                .Build();
        }
        catch (JsonException fault)
        {
            var place = $"line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}";
            var reason = fault.Message.Split(" LineNumber")[0];
            _findings.Add(new SiteFinding($"{path}: {place}", $"this is no valid JSON: {reason}"));
        }
        catch (FormatException) when (_findings.Count > 0)
        {
            // A key stands there twice: found already, with its path.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _findings.Add(new SiteFinding(path, $"cannot be read: {fault.Message}"));
        }

        return null;
    }

    // Editors on Windows begin a file with the mark of UTF-8.
    private static byte[] WithoutMark(byte[] text) =>
        text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;

    private void MustBeName(string key, string name)
    {
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            Find(key, $"'{name}' is no name; use letters, digits, '-', '_' and '.', for example us-shop");
        }
    }

    private ConnectionDefinition Connection(IConfigurationSection section)
    {
        MustBeName($"connections:{section.Key}", section.Key);
        var plugin = section["plugin"];
        if (string.IsNullOrEmpty(plugin))
        {
            Find($"connections:{section.Key}:plugin", "is missing; write the plugin's name, for example Shopify");
        }

        var reserve = 0.0;
        if (section["reserve"] is { } text && (!double.TryParse(text, CultureInfo.InvariantCulture, out reserve)
            || reserve is < 0 or > 0.9))
        {
            Find($"connections:{section.Key}:reserve", "must be a part of the account's limit between 0 and 0.9");
        }

        var settings = Texts(section.GetSection("settings"));
        CheckZones($"connections:{section.Key}:settings", settings);
        return new ConnectionDefinition(section.Key, plugin ?? "", section.GetSection("options"), settings, reserve);
    }

    private FlowDefinition? Flow(IConfigurationSection section, HashSet<string> connections)
    {
        var key = $"flows:{section.Key}";
        MustBeName(key, section.Key);
        var from = Side(section["from"], $"{key}:from", connections);
        var to = Side(section["to"], $"{key}:to", connections);
        var link = Must(section["link"], $"{key}:link", "the link's name, for example order");
        var script = Must(section["script"], $"{key}:script", "a script, for example shopify-to-netsuite/order.csx");
        var since = Since(section["since"], $"{key}:since", from);
        var triggers = new TriggerSection(Find).Read(section, key);
        CheckZones($"{key}:settings", Texts(section.GetSection("settings")));
        var pairs = new PairSection(key, Find);
        var priority = PriorityOf(section["priority"], $"{key}:priority", from);
        return from is null || to is null || link is null || script is null || since is null ? null
            : new FlowDefinition(section.Key, link, from, to, script)
            {
                Since = since.Value,
                PollEvery = triggers.PollEvery,
                Schedules = triggers.Schedules,
                TakesWebhooks = triggers.Webhooks,
                Priority = priority,
                AlsoWrites = [.. section.GetSection("alsoWrites").GetChildren().Select(entity => entity.Value!)],
                Reads = section.GetSection("reads").GetChildren().ToDictionary(
                    read => read.Key, read => new RelatedRead(read["entity"] ?? "", read["idPath"] ?? "")
                    {
                        Link = read["link"],
                        By = read["by"],
                    }),
                Coalesces = !bool.TryParse(section["coalesce"], out var coalesces) || coalesces,
                HoldAlarmAfter = pairs.HoldAlarm(section["holdAlarmAfter"]),
                Deletes = pairs.Policy<DeletePolicy>(section["deletes"], "deletes", null) ?? DeletePolicy.Ask,
                Conflict = pairs.Policy<ConflictPolicy>(section["conflict"], "conflict", null),
                Owners = pairs.Owners(section.GetSection("owners")),
                SameAs = Texts(section.GetSection("sameAs")),
            };
    }

    private Endpoint? Side(string? text, string key, HashSet<string> connections)
    {
        if (text?.Split('/') is not [{ Length: > 0 } connection, { Length: > 0 } entity])
        {
            Find(key, text is null
                ? "is missing; write connection/entity, for example us-shop/order"
                : $"'{text}' must be written connection/entity, for example us-shop/order");
            return null;
        }

        if (!connections.Contains(connection))
        {
            Find(key, connections.Count == 0
                ? $"there is no connection '{connection}'; add it under connections"
                : $"there is no connection '{connection}'; there are: {string.Join(", ", connections.Order())}");
            return null;
        }

        return new Endpoint(connection, entity);
    }

    private DateTimeOffset? Since(string? text, string key, Endpoint? from)
    {
        // Where the flow starts is not known, neither is whether it moves money.
        if (text is null && (from is null || !MoneyEntities.Contains(from.Entity)))
        {
            return FlowDefinition.FirstStart;
        }

        if (text is null)
        {
            Find(key, "is missing: a flow that moves money starts where you say, for example 2026-11-01T00:00:00Z");
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
        {
            return since;
        }

        Find(key, $"'{text}' is no instant; write it like 2026-11-01T00:00:00Z");
        return null;
    }

    private void CheckZones(string key, Dictionary<string, string> settings)
    {
        foreach (var (setting, fault) in ZoneNames.FaultsIn(key, settings))
        {
            Find(setting, fault);
        }
    }

    private Priority PriorityOf(string? text, string key, Endpoint? from)
    {
        if (text is null)
        {
            return from is not null && MoneyEntities.Contains(from.Entity) ? Priority.Orders : Priority.Normal;
        }

        if (Enum.TryParse<Priority>(text, ignoreCase: true, out var priority))
        {
            return priority;
        }

        var names = string.Join(", ", Enum.GetNames<Priority>()).ToLowerInvariant();
        Find(key, $"'{text}' is not known; write one of {names}");
        return default;
    }

    private WebSettings Web(IConfigurationSection section)
    {
        var listen = (section["listen"] ?? DefaultListen).Split(';')
            .Select(text => Address(text, "web:listen")).OfType<Uri>().ToArray();
        var pageFor = section["pageFor"] ?? "machine";
        if (pageFor is not ("machine" or "network"))
        {
            Find("web:pageFor", $"'{pageFor}' is not known; write machine or network");
        }

        var certificate = section["certificate:path"];
        if (certificate is not null && !File.Exists(Path.Combine(folder, certificate)))
        {
            Find("web:certificate:path", $"there is no file '{certificate}'");
        }

        if (certificate is null && listen.Any(address => address.Scheme == Uri.UriSchemeHttps))
        {
            Find("web:listen", "https needs web:certificate:path (PEM) and web:certificate:keyPath");
        }

        var settings = new WebSettings
        {
            Listen = listen,
            SocketPath = SiteFolders.SocketOf(folder),
            Certificate = certificate is null ? null
                : (Path.Combine(folder, certificate), section["certificate:keyPath"] is { } key
                    ? Path.Combine(folder, key) : null),
            KnownProxies = [.. section.GetSection("knownProxies").GetChildren().Select(proxy => proxy.Value!)],
            PageForNetwork = pageFor == "network",
        };
        foreach (var fault in WebFaults.Of(settings))
        {
            Find(fault.Key, fault.Text);
        }

        return settings;
    }

    private Uri? Address(string? text, string key)
    {
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }

        Find(key, $"'{text}' is no http or https address");
        return null;
    }

    private string? Must(string? text, string key, string what)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Find(key, $"is missing; write {what}");
            return null;
        }

        return text;
    }

    // A key of the wrong kind is reported once: what it would mean otherwise is not.
    private void Find(string key, string text)
    {
        var full = $"ihost.json: {key}";
        if (!_findings.Any(known => $"{full}:".StartsWith($"{known.Key}:", StringComparison.Ordinal)))
        {
            _findings.Add(new SiteFinding(full, text));
        }
    }

    private static Dictionary<string, string> Texts(IConfigurationSection section) => section.GetChildren()
        .Where(child => child.Value is not null).ToDictionary(child => child.Key, child => child.Value!);
}
