using IntegrationHost.Mapping;

namespace IntegrationHost.Records;

public sealed partial class Record
{
    /// <summary>All references in this record and the records inside it. A record that was read has none.</summary>
    public IEnumerable<Reference> References() => _built is null
        ? []
        : _built.SelectMany(field => field.Value switch
        {
            Reference reference => [reference],
            Record record => record.References(),
            Record[] records => records.SelectMany(record => record.References()),
            _ => Enumerable.Empty<Reference>(),
        });

    /// <summary>The same record with every reference replaced by the id it stands for.</summary>
    /// <param name="idOf">Asked once per reference.</param>
    public Record Resolve(Func<Reference, string> idOf)
    {
        if (_built is null)
        {
            return this;
        }

        var resolved = new Record();
        foreach (var (field, value) in _built)
        {
            resolved._built!.Add(KeyValuePair.Create(field, value switch
            {
                Reference reference => idOf(reference),
                Record record => record.Resolve(idOf),
                Record[] records => records.Select(record => record.Resolve(idOf)).ToArray(),
                _ => value,
            }));
        }

        return resolved;
    }
}
