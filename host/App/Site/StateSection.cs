using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace IntegrationHost.App.Site;

/// <summary>Reads <c>state</c> of <c>ihost.json</c>; without it the state is embedded and encrypted.</summary>
/// <param name="folder">The site's.</param>
/// <param name="find">Takes a key and what is wrong with it.</param>
internal sealed partial class StateSection(string folder, Action<string, string> find)
{
    private const string Keys = "keys";
    private const int HostMost = 63; // PostgreSQL cuts longer names off.

    public StateSettings Read(IConfigurationSection section)
    {
        var kind = Kind(section["kind"]);
        return new StateSettings(kind, Connection(section, kind), Schema(section, kind),
            Encrypted(section["encryption"]), KeysFolder(section[Keys]))
        {
            Host = Host(section, kind),
        };
    }

    private StateKind Kind(string? text)
    {
        switch (text)
        {
            case null or "embedded":
                return StateKind.Embedded;
            case "postgres":
                return StateKind.Postgres;
            default:
                find("state:kind", $"'{text}' is not known; write embedded or postgres, or leave it out for embedded");
                return StateKind.Embedded;
        }
    }

    private string? Connection(IConfigurationSection section, StateKind kind)
    {
        var text = section["connection"];
        if (kind == StateKind.Embedded)
        {
            MustSayPostgres(section, "connection");
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            find("state:connection", "is missing; write how PostgreSQL is reached, with its password as a secret: "
                + "Host=db;Database=ihost;Username=ihost;Password=${secret:state-password}");
            return null;
        }

        var (expanded, fault) = new Secrets(folder).Expand(text);
        if (fault is not null)
        {
            find("state:connection", fault);
        }

        return expanded;
    }

    private string? Schema(IConfigurationSection section, StateKind kind)
    {
        var text = section["schema"];
        if (kind == StateKind.Embedded)
        {
            MustSayPostgres(section, "schema");
        }
        else if (text is not null && !SchemaPattern().IsMatch(text))
        {
            find("state:schema", $"'{text}' cannot be the host's own schema; use up to 63 of a to z, 0 to 9 and '_', "
                + "the first one a letter, but neither public nor a name that begins with pg_");
        }

        return kind == StateKind.Embedded ? null : text;
    }

    private string? Host(IConfigurationSection section, StateKind kind)
    {
        var text = section["host"];
        if (kind == StateKind.Embedded)
        {
            MustSayPostgres(section, "host");
            return null;
        }

        if (text is not null && (string.IsNullOrWhiteSpace(text) || text.Length > HostMost))
        {
            find("state:host", $"must have 1 to {HostMost} characters; give each host of the state a name of its own, "
                + "or leave it out for one made of machine and data folder");
        }

        return text;
    }

    // A forgotten kind would leave the database empty and the state on this machine, without a word.
    private void MustSayPostgres(IConfigurationSection section, string key)
    {
        if (section["kind"] is null && section[key] is not null)
        {
            find($"state:{key}", "is for PostgreSQL and the state is embedded; write \"kind\": \"postgres\" beside it, "
                + "or leave it out");
        }
    }

    private bool Encrypted(string? text)
    {
        if (text is not (null or "on" or "off"))
        {
            find("state:encryption", $"'{text}' is not known; write on or off, or leave it out for on");
        }

        return text is not "off";
    }

    private string KeysFolder(string? text)
    {
        if (text is null)
        {
            return Path.Combine(SiteFolders.DataOf(folder), Keys);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            find("state:keys", "is empty; write a folder, or leave it out for the data folder's own");
            return folder;
        }

        var path = Path.Combine(folder, text);
        if (File.Exists(path))
        {
            find("state:keys", $"'{text}' is a file; write a folder");
        }

        return path;
    }

    [GeneratedRegex("^(?!public$|pg_)[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex SchemaPattern();
}
