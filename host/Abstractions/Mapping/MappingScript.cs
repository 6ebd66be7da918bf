using IntegrationHost.Records;

namespace IntegrationHost.Mapping;

/// <summary>All that a mapping script sees. A script is the body of a pure function: it reads <see cref="source"/> and
/// returns the target record, <see cref="Skip"/> or <see cref="Refuse"/>. The same source, settings and tables always
/// give the same answer.</summary>
public sealed class MappingScript(Record source, MappingInputs inputs)
{
    private readonly List<UnmappedValue> _unmapped = [];
    private readonly List<Expectation> _expectations = [];

    /// <summary>The record that changed, as the connector's API gives it; immutable.</summary>
#pragma warning disable IDE1006 // Written in every script: it reads like a local name.
    public Record source { get; } = source;
#pragma warning restore IDE1006

    /// <summary>Table keys this run asked for in vain; the host holds the record for them.</summary>
    public IReadOnlyList<UnmappedValue> Unmapped => _unmapped;

    /// <summary>What the target must show after the write.</summary>
    public IReadOnlyList<Expectation> Expectations => _expectations;

    /// <summary>A setting of the flow, its connections, the site or the pack, nearest first.</summary>
    /// <exception cref="RecordException">Nobody set it.</exception>
    public string Setting(string name) => inputs.Setting(name)
        ?? throw new RecordException($"the setting '{name}' is not set; add it to the flow's settings in ihost.json");

    /// <summary>A setting, or the given value where nobody set it.</summary>
    public string Setting(string name, string otherwise) => inputs.Setting(name) ?? otherwise;

    /// <summary>A value of a lookup table. A key the table lacks holds the record until somebody maps it, one problem
    /// for all records that need it; the script goes on with an empty text meanwhile and its result is not
    /// used.</summary>
    /// <exception cref="RecordException">The key is null or empty.</exception>
    public string Table(string table, string key)
    {
        MustBeSaid($"Table(\"{table}\", …)", key);
        var value = inputs.TableValue(table, key);
        if (value is null)
        {
            _unmapped.Add(new UnmappedValue(table, key));
        }

        return value ?? "";
    }

    /// <summary>The id, on the target's side, of the record that our crosswalk links to this id on the source's
    /// side.</summary>
    /// <param name="link">The link's name in <c>ihost.json</c>, for example <c>customer</c>.</param>
    /// <param name="id">The id on the source's side.</param>
    /// <exception cref="RecordException">The id is null or empty.</exception>
    public Reference Link(string link, string id)
    {
        MustBeSaid($"Link(\"{link}\", …)", id);
        return new Reference.Link(link, id);
    }

    /// <summary>The id of the one record in the target whose field has this value.</summary>
    /// <exception cref="RecordException">The value is null or empty.</exception>
    public Reference Find(string entity, string by, string value)
    {
        MustBeSaid($"Find(\"{entity}\", by: \"{by}\", …)", value);
        return new Reference.Find(entity, by, value);
    }

    /// <summary>A record the flow declares under <c>reads</c>, or null when it does not exist.</summary>
    public Record? Read(string name) => inputs.Read(name);

    /// <summary>Says what the target must show after the write. Amounts are read back in batches; a difference
    /// becomes a problem. The first expectation is also the money at stake while the record waits.</summary>
    /// <param name="field">A field of the target record, for example <c>total</c>.</param>
    /// <param name="amount">Exact.</param>
    /// <param name="currency">An ISO code, shown beside the amount.</param>
    public void Expect(string field, decimal amount, string? currency = null) =>
        _expectations.Add(new Expectation(field, amount, currency));

    /// <summary>Writes to one of several target entities of the flow: <c>return To("cashSale", record);</c></summary>
    public MappingResult To(string entity, Record record) => new MappingResult.Write(record, entity);

    /// <summary>Nothing to do for this record: <c>return Skip("test order");</c></summary>
    public MappingResult Skip(string reason) => new MappingResult.Skip(reason);

    /// <summary>A person must decide: <c>return Refuse("no shipping address");</c></summary>
    public MappingResult Refuse(string reason) => new MappingResult.Refuse(reason);

    private static void MustBeSaid(string call, string? what)
    {
        if (string.IsNullOrEmpty(what))
        {
            throw new RecordException($"{call} was given nothing to look for; ask Has(…) first, or Refuse(…)");
        }
    }
}

/// <summary>A key that a table lacks.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Key">The key.</param>
public sealed record UnmappedValue(string Table, string Key);

/// <summary>What the target must show after the write.</summary>
/// <param name="Field">A field of the target record.</param>
/// <param name="Amount">Exact.</param>
/// <param name="Currency">An ISO code or null.</param>
public sealed record Expectation(string Field, decimal Amount, string? Currency);
