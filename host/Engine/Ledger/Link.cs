namespace IntegrationHost.Engine.Ledger;

/// <summary>A pair of records that are one thing in two systems. A record of side A has one partner per connection: a
/// new pair takes the place of its former one. Records of side A may share a partner, which answers with the
/// newest.</summary>
/// <param name="Name">The link's name.</param>
/// <param name="A">One side: the source of the flow that made it.</param>
/// <param name="B">The other side.</param>
public sealed record Link(string Name, LinkEnd A, LinkEnd B);

/// <summary>One end of a link.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Entity">The entity there.</param>
/// <param name="Id">The record's id there.</param>
public sealed record LinkEnd(string Connection, string Entity, string Id);

/// <summary>The known side of a link that is looked up.</summary>
/// <param name="Name">The link's name.</param>
/// <param name="Connection">The connection whose id is known.</param>
/// <param name="Id">The id.</param>
/// <param name="Other">The connection whose id is wanted: a record may be linked into several.</param>
public sealed record LinkSide(string Name, string Connection, string Id, string Other);

/// <summary>A small value.</summary>
/// <param name="Name">Slash-separated, for example <c>table/payment-methods/klarna</c>; at most 1,000 bytes.</param>
/// <param name="Value">At most 128 KB: an encrypted token is longer than the token.</param>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="By">Who set it.</param>
/// <param name="At">When.</param>
public sealed record NamedValue(string Name, string Value, long Version, string By, DateTimeOffset At)
{
    /// <summary>Bytes of a name in UTF-8, at most.</summary>
    public const int NameBytesMost = 1000;

    /// <summary>Bytes of a value in UTF-8, at most.</summary>
    public const int ValueBytesMost = 128 * 1024;
}
