using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Composes a record as the REST record service would give it: references as <c>{id, refName}</c>, lists as
/// <c>{items: […]}</c>, empty fields left out.</summary>
internal sealed class RestShape
{
    private readonly Record _record = new();

    public RestShape Text(string field, string? value)
    {
        if (value is { Length: > 0 })
        {
            _record[field] = value;
        }

        return this;
    }

    /// <summary>SuiteQL's T and F as true and false.</summary>
    public RestShape Flag(string field, string? letter)
    {
        if (letter is not null)
        {
            _record[field] = letter is "T" or "true";
        }

        return this;
    }

    public RestShape Reference(string field, string? id, params (string Field, string? Value)[] more)
    {
        if (id is not { Length: > 0 })
        {
            return this;
        }

        var reference = new Record { ["id"] = id };
        foreach (var (name, value) in more)
        {
            if (value is { Length: > 0 })
            {
                reference[name] = value;
            }
        }

        _record[field] = reference;
        return this;
    }

    /// <summary>Custom fields under their own names.</summary>
    public RestShape Custom(SuiteQl.SuiteQlRow row, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Text(name, row.TextOrNull(name));
        }

        return this;
    }

    public RestShape Inner(string field, Record? inner)
    {
        if (inner is not null)
        {
            _record[field] = inner;
        }

        return this;
    }

    public RestShape List(string field, IEnumerable<Record> items)
    {
        _record[field] = new Record { ["items"] = items.ToArray() };
        return this;
    }

    /// <summary>The record, immutable as one that was read.</summary>
    public Record ToRecord() => Record.Parse(_record.ToUtf8());
}
